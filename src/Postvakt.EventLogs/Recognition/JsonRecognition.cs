using System.Text.Json;

namespace Postvakt.EventLogs.Recognition;

/// <summary>Kinds of JSON logs by the names in their first object.</summary>
internal static class JsonRecognition
{
    /// <summary>Properties that portals and programming interfaces put the list of events under.</summary>
    private static readonly HashSet<string> Lists = ["value", "Records", "records", "results", "Results", "events", "Events", "rows", "hits", "data", "preview"];

    public static Recognised Of(ReadOnlySpan<byte> head)
    {
        var start = head.IndexOf((byte)'{');
        if (start < 0) return Recognised.Not("It begins like JSON, but no object follows.");
        var names = new List<string>();
        var list = Read(head[start..], names);
        if (list > 0)
        {
            names.Clear();
            var inner = head[(start + list)..].IndexOf((byte)'{');
            if (inner >= 0) Read(head[(start + list + inner)..], names);
        }
        var kind = Kind(names.ToHashSet(StringComparer.Ordinal));
        if (kind != LogKind.Unknown) return new Recognised(kind) { Skip = list > 0 ? start + list : 0, IsWrapped = list > 0 };
        return Recognised.Not($"It is JSON of a kind that is not known: its first object holds {(names.Count == 0 ? "nothing" : string.Join(", ", names.Take(6).Select(n => n.Length > 40 ? n[..40] : n)))}.");
    }

    /// <summary>Collects names, those of objects inside with a dot; returns where a list of events begins, or 0.</summary>
    private static int Read(ReadOnlySpan<byte> json, List<string> names)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 64, AllowTrailingCommas = true }));
        var parent = "";
        try
        {
            while (reader.Read() && names.Count < 400)
            {
                if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0) break;
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth is < 1 or > 2) continue;
                var name = reader.GetString() ?? "";
                if (reader.CurrentDepth == 1) parent = name;
                names.Add(reader.CurrentDepth == 1 ? name : $"{parent}.{name}");
                if (!Lists.Contains(name)) continue;
                var at = (int)reader.BytesConsumed;
                var rest = json[at..].TrimStart(" \t\r\n:"u8);
                if (rest is [(byte)'[', ..] && rest[1..].TrimStart(" \t\r\n"u8) is [(byte)'{', ..]) return json.Length - rest.Length;
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // What was collected up to there decides; the reader reports the break.
        }
        return 0;
    }

    private static LogKind Kind(HashSet<string> names)
    {
        bool Has(params ReadOnlySpan<string> all)
        {
            foreach (var one in all)
            {
                if (!names.Contains(one)) return false;
            }
            return true;
        }

        if (Has("AuditData") || Has("auditData") || Has("auditLogRecordType") || Has("Operation", "Workload") || Has("Operation", "RecordType")) return LogKind.UnifiedAudit;
        if (Has("userPrincipalName", "createdDateTime") || Has("UserPrincipalName", "ResultType") || Has("properties.userPrincipalName")) return LogKind.EntraSignIn;
        if (Has("Timestamp", "ActionType") || Has("Timestamp", "ReportId") || Has("Timestamp", "DeviceId") || Has("TimeGenerated", "ActionType", "DeviceName")) return LogKind.DefenderHunting;
        var isWindows = Has("winlog") || Has("event_data") || Has("Event.System") || Has("Event.EventData") || Has("EventID") || Has("event_id") || Has("EventCode") || Has("result.EventCode") || Has("result.EventID") || Has("result._raw")
            || Has("_source.winlog") || Has("_source.event_id") || Has("_source.EventID") || Has("System.EventID");
        return isWindows ? LogKind.WindowsJson : LogKind.Unknown;
    }
}
