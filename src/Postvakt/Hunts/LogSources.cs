using Postvakt.EventLogs;
using Postvakt.Sigma;

namespace Postvakt.Hunts;

/// <summary>
/// What logs are called in rules. Windows events say it themselves, by channel and number; of the others the file tells. Names of Exchange's logs are ours (product <c>exchange</c>); web logs are Sigma's
/// category <c>webserver</c>, cloud logs have the names that public rules use.
/// </summary>
public static class LogSources
{
    private static readonly SigmaLogSource?[] ByItself = [null];

    private static readonly Dictionary<LogKind, SigmaLogSource?[]> Declared = new()
    {
        [LogKind.Evtx] = ByItself, [LogKind.WindowsXml] = ByItself, [LogKind.WindowsJson] = ByItself,
        [LogKind.Iis] = [new("webserver", "windows", "iis")],
        [LogKind.ExchangeHttpProxy] = [new("webserver", "exchange", "httpproxy")],
        [LogKind.ExchangeEws] = [new("webserver", "exchange", "ews")],
        [LogKind.ExchangeEcpServer] = [new(null, "exchange", "ecp")],
        [LogKind.ExchangeEcpActivity] = [new(null, "exchange", "ecp-activity")],
        // The same cmdlets that the event log has; public rules look for their words there.
        [LogKind.ExchangeCmdlet] = [new(null, "exchange", "cmdlet"), new(null, "windows", "msexchange-management")],
        [LogKind.ExchangeAdminAudit] = [new(null, "exchange", "cmdlet"), new(null, "windows", "msexchange-management")],
        [LogKind.ExchangeMessageTracking] = [new(null, "exchange", "messagetracking")],
        [LogKind.ExchangeSmtp] = [new(null, "exchange", "smtp")],
        [LogKind.ExchangeAgent] = [new(null, "exchange", "agent")],
        [LogKind.OabGenerator] = [new(null, "exchange", "oabgenerator")],
        [LogKind.EntraSignIn] = [new(null, "azure", "signinlogs")],
    };

    private static readonly SigmaLogSource M365Audit = new(null, "m365", "audit");

    private static readonly Dictionary<string, SigmaLogSource> Workloads = new(StringComparer.Ordinal)
    {
        ["Exchange"] = new(null, "m365", "exchange"), ["SecurityComplianceCenter"] = new(null, "m365", "threat_management"), ["ThreatIntelligence"] = new(null, "m365", "threat_detection"),
    };

    /// <summary>Defender's advanced hunting: what an event is stands in its ActionType.</summary>
    private static readonly Dictionary<string, SigmaLogSource> Actions = new(StringComparer.Ordinal)
    {
        ["ProcessCreated"] = new("process_creation", "windows", null), ["FileCreated"] = new("file_event", "windows", null), ["FileRenamed"] = new("file_rename", "windows", null), ["FileDeleted"] = new("file_delete", "windows", null),
        ["ImageLoaded"] = new("image_load", "windows", null), ["ConnectionSuccess"] = new("network_connection", "windows", null), ["RegistryValueSet"] = new("registry_set", "windows", null),
        ["RegistryKeyCreated"] = new("registry_add", "windows", null), ["RegistryKeyDeleted"] = new("registry_delete", "windows", null), ["DnsQueryResponse"] = new("dns_query", "windows", null),
    };

    /// <summary>What an event is looked at as; null in the list where its own fields say it. Empty: no rule is for it.</summary>
    public static IReadOnlyList<SigmaLogSource?> Of(LogEvent read) => read.Kind switch
    {
        LogKind.UnifiedAudit => read["Workload"] is { } workload && Workloads.TryGetValue(workload, out var source) ? [M365Audit, source] : [M365Audit],
        LogKind.DefenderHunting => read["ActionType"] is { } action && Actions.TryGetValue(action, out var source) ? [source] : [],
        _ => Declared.TryGetValue(read.Kind, out var declared) ? declared : [],
    };
}
