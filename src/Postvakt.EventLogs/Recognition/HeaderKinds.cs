namespace Postvakt.EventLogs.Recognition;

/// <summary>Kinds of logs by the columns that only they have.</summary>
internal static class HeaderKinds
{
    /// <summary>The first line whose columns are all there decides.</summary>
    private static readonly (LogKind Kind, string[] Columns)[] Exchange =
    [
        (LogKind.ExchangeHttpProxy, ["AnchorMailbox", "UrlStem"]),
        (LogKind.ExchangeHttpProxy, ["ProxyAction", "TargetServer"]),
        (LogKind.ExchangeEws, ["SoapAction", "AuthenticatedUser"]),
        (LogKind.ExchangeCmdlet, ["Cmdlet", "Parameters"]),
        (LogKind.ExchangeCmdlet, ["ExecutingUserSid", "Cmdlet"]),
        (LogKind.ExchangeMessageTracking, ["event-id", "internal-message-id"]),
        (LogKind.ExchangeMessageTracking, ["recipient-address", "message-subject"]),
        (LogKind.ExchangeSmtp, ["connector-id", "session-id", "sequence-number"]),
        (LogKind.ExchangeAgent, ["P1FromAddress", "Agent"]),
        (LogKind.ExchangeAdminAudit, ["RecordType", "Data"]),
        (LogKind.ExchangeEcpServer, ["TimeStamp", "ServerName", "EventId", "EventData"]),
    ];

    private static readonly (LogKind Kind, string[] Columns)[] Portals =
    [
        (LogKind.UnifiedAudit, ["AuditData"]),
        (LogKind.UnifiedAudit, ["CreationTime", "Operation", "Workload"]),
        (LogKind.EntraSignIn, ["Date (UTC)", "Username"]),
        (LogKind.EntraSignIn, ["createdDateTime", "userPrincipalName"]),
        (LogKind.EntraSignIn, ["UserPrincipalName", "ResultType"]),
        (LogKind.DefenderHunting, ["Timestamp", "ActionType"]),
        (LogKind.DefenderHunting, ["Timestamp", "ReportId"]),
        (LogKind.DefenderHunting, ["TimeGenerated [UTC]", "ActionType", "DeviceName"]),
        (LogKind.DefenderHunting, ["TimeGenerated", "ActionType", "DeviceName"]),
    ];

    public static LogKind OfExchange(IReadOnlyCollection<string> columns) => Of(Exchange, columns);

    public static LogKind OfPortal(IReadOnlyCollection<string> columns) => Of(Portals, columns);

    private static LogKind Of((LogKind Kind, string[] Columns)[] table, IReadOnlyCollection<string> columns)
    {
        var names = columns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (kind, needed) in table)
        {
            if (needed.All(names.Contains)) return kind;
        }
        return LogKind.Unknown;
    }
}
