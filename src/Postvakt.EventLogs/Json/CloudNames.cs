using Postvakt.EventLogs.Naming;

namespace Postvakt.EventLogs.Json;

/// <summary>Microsoft 365 and Entra ID: paths are the names, and where exports write one thing in several ways, the name of the log itself is added.</summary>
internal sealed class CloudNames(LogKind kind) : IJsonNames
{
    private static readonly Dictionary<string, int> Times = new(StringComparer.Ordinal)
    {
        ["CreationTime"] = 1, ["CreationDate"] = 2, ["createdDateTime"] = 1, ["TimeGenerated"] = 2, ["time"] = 3, ["Timestamp"] = 1, ["Date (UTC)"] = 1, ["Date"] = 4,
    };

    private static readonly Dictionary<string, string> Audit = new(StringComparer.Ordinal)
    {
        ["CreationDate"] = "CreationTime", ["createdDateTime"] = "CreationTime", ["operation"] = "Operation", ["userPrincipalName"] = "UserId", ["service"] = "Workload", ["UserIds"] = "UserId", ["Operations"] = "Operation", ["ClientIPAddress"] = "ClientIP",
    };

    private static readonly Dictionary<string, string> SignIn = new(StringComparer.Ordinal)
    {
        ["createdDateTime"] = "TimeGenerated", ["Date (UTC)"] = "TimeGenerated", ["userPrincipalName"] = "UserPrincipalName", ["Username"] = "UserPrincipalName", ["userDisplayName"] = "UserDisplayName",
        ["User"] = "UserDisplayName", ["userId"] = "UserId", ["User ID"] = "UserId", ["ipAddress"] = "IPAddress", ["IP address"] = "IPAddress", ["appDisplayName"] = "AppDisplayName", ["Application"] = "AppDisplayName",
        ["appId"] = "AppId", ["Application ID"] = "AppId", ["resourceDisplayName"] = "ResourceDisplayName", ["Resource"] = "ResourceDisplayName", ["clientAppUsed"] = "ClientAppUsed", ["Client app"] = "ClientAppUsed",
        ["conditionalAccessStatus"] = "ConditionalAccessStatus", ["Conditional Access"] = "ConditionalAccessStatus", ["userAgent"] = "UserAgent", ["User agent"] = "UserAgent", ["status.errorCode"] = "ResultType",
        ["Sign-in error code"] = "ResultType", ["status.failureReason"] = "ResultDescription", ["Failure reason"] = "ResultDescription", ["authenticationRequirement"] = "AuthenticationRequirement",
        ["Authentication requirement"] = "AuthenticationRequirement", ["correlationId"] = "CorrelationId", ["Correlation ID"] = "CorrelationId", ["riskLevelDuringSignIn"] = "RiskLevelDuringSignIn",
        ["riskState"] = "RiskState", ["riskDetail"] = "RiskDetail", ["location.countryOrRegion"] = "Location", ["deviceDetail.operatingSystem"] = "DeviceDetail.operatingSystem", ["Operating System"] = "DeviceDetail.operatingSystem",
        ["deviceDetail.browser"] = "DeviceDetail.browser", ["Browser"] = "DeviceDetail.browser", ["deviceDetail.deviceId"] = "DeviceDetail.deviceId", ["Device ID"] = "DeviceDetail.deviceId", ["isInteractive"] = "IsInteractive",
        ["Request ID"] = "Id", ["id"] = "Id", ["Incoming token type"] = "IncomingTokenType", ["incomingTokenType"] = "IncomingTokenType",
    };

    private readonly Dictionary<string, string> _also = kind == LogKind.UnifiedAudit ? Audit : SignIn;

    public JsonName Of(string path, FieldNames names)
    {
        // Graph has the record itself under auditData; diagnostic settings have it under properties.
        if (kind == LogKind.UnifiedAudit && path.StartsWith("auditData.", StringComparison.Ordinal)) path = path["auditData.".Length..];
        var rest = path.StartsWith("properties.", StringComparison.Ordinal) && kind == LogKind.EntraSignIn ? path["properties.".Length..] : path;
        var use = kind == LogKind.UnifiedAudit && rest == "AuditData" ? JsonUse.Json : JsonUse.Plain;
        return new JsonName(names.Of(path), use, _also.TryGetValue(rest, out var also) ? names.Of(also) : rest != path && !rest.Contains('.', StringComparison.Ordinal) ? names.Of(rest) : null, Times.GetValueOrDefault(rest));
    }
}
