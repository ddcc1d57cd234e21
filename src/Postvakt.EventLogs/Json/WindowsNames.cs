using Postvakt.EventLogs.Naming;

namespace Postvakt.EventLogs.Json;

/// <summary>Windows events as Winlogbeat 6 to 9, nxlog (Mordor), Splunk, Elasticsearch and evtx_dump write them → the names that EVTX has.</summary>
internal sealed class WindowsNames : IJsonNames
{
    /// <summary>What stands around the event, in the order in which it is taken off.</summary>
    private static readonly string[] Around = ["_source.", "result.", "Event.", "winlog.event_data.", "event_data.", "winlog.user_data.", "user_data.", "EventData."];

    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["winlog.channel"] = "Channel", ["winlog.event_id"] = "EventID", ["winlog.computer_name"] = "Computer", ["winlog.provider_name"] = "Provider_Name", ["winlog.provider_guid"] = "Provider_Guid",
        ["winlog.record_id"] = "EventRecordID", ["winlog.task"] = "Task", ["winlog.opcode"] = "Opcode", ["winlog.keywords"] = "Keywords", ["winlog.version"] = "Version", ["winlog.level"] = "Level",
        ["winlog.process.pid"] = "Execution_ProcessID", ["winlog.process.thread.id"] = "Execution_ThreadID", ["winlog.user.identifier"] = "Security_UserID",
        ["winlog.activity_id"] = "Correlation_ActivityID", ["winlog.related_activity_id"] = "Correlation_RelatedActivityID", ["message"] = "Message",
        ["log_name"] = "Channel", ["event_id"] = "EventID", ["computer_name"] = "Computer", ["source_name"] = "Provider_Name", ["provider_guid"] = "Provider_Guid", ["record_number"] = "EventRecordID",
        ["process_id"] = "Execution_ProcessID", ["thread_id"] = "Execution_ThreadID", ["user.identifier"] = "Security_UserID", ["activity_id"] = "Correlation_ActivityID",
        ["Hostname"] = "Computer", ["SourceName"] = "Provider_Name", ["ProviderGuid"] = "Provider_Guid", ["RecordNumber"] = "EventRecordID", ["ExecutionProcessID"] = "Execution_ProcessID",
        ["ExecutionThreadID"] = "Execution_ThreadID", ["ActivityID"] = "Correlation_ActivityID", ["RelatedActivityID"] = "Correlation_RelatedActivityID",
        ["EventCode"] = "EventID", ["ComputerName"] = "Computer", ["LogName"] = "Channel",
    };

    private static readonly HashSet<string> Numbers = ["EventID", "EventID_Qualifiers", "Version", "Level", "Task", "Opcode", "EventRecordID", "Execution_ProcessID", "Execution_ThreadID"];

    private static readonly Dictionary<string, int> Times = new(StringComparer.Ordinal)
    {
        ["TimeCreated"] = 1, ["@timestamp"] = 2, ["EventTime"] = 3, ["_time"] = 4, ["UtcTime"] = 5,
    };

    public JsonName Of(string path, FieldNames names)
    {
        var rest = path;
        foreach (var around in Around)
        {
            if (rest.StartsWith(around, StringComparison.Ordinal)) rest = rest[around.Length..];
        }
        if (path.StartsWith("Event.UserData.", StringComparison.Ordinal)) rest = rest["UserData.".Length..].Split('.', 2)[^1];
        // Data elements that carry their name as an attribute.
        if (rest.StartsWith("Data.", StringComparison.Ordinal) && path.Contains("EventData.Data.", StringComparison.Ordinal) && rest != "Data.#text") rest = rest["Data.".Length..];
        if (rest.StartsWith("#attributes", StringComparison.Ordinal) || rest.StartsWith("@xmlns", StringComparison.Ordinal) || rest.Contains("xmlns", StringComparison.Ordinal)) return new JsonName("", JsonUse.Drop);
        if (rest is "_raw") return new JsonName("_raw", JsonUse.Xml);
        var isSystem = rest.StartsWith("System.", StringComparison.Ordinal);
        if (isSystem) rest = Element(rest["System.".Length..]);
        else if (rest.EndsWith(".#text", StringComparison.Ordinal)) rest = rest[..^".#text".Length];
        if (rest is "TimeCreated_SystemTime") rest = "TimeCreated";
        var name = names.Of(Known.GetValueOrDefault(rest, rest));
        return new JsonName(name, Numbers.Contains(name) ? JsonUse.Digits : JsonUse.Plain, TimeRank: Times.GetValueOrDefault(rest));
    }

    /// <summary>Element, or Element_Attribute, of the three ways in which attributes are written.</summary>
    private static string Element(string path)
    {
        path = path.Replace(".#attributes.", "_", StringComparison.Ordinal).Replace("_attributes.", "_", StringComparison.Ordinal).Replace(".@", "_", StringComparison.Ordinal);
        return path.EndsWith(".#text", StringComparison.Ordinal) ? path[..^".#text".Length] : path.Replace('.', '_');
    }
}
