namespace Postvakt.EventLogs.Bench;

/// <summary>Files that exist as EVTX and as JSON made by evtx_dump: both must give the same fields, but for how GUIDs and times are written, and blanks at the end, which evtx_dump leaves out.</summary>
internal static class PairComparison
{
    public static int Run(string folder)
    {
        var (pairs, events, fields, differences) = (0, 0, 0, 0);
        foreach (var json in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var evtx = Path.ChangeExtension(json, ".evtx");
            if (!File.Exists(evtx)) continue;
            pairs++;
            var binary = Load(evtx);
            foreach (var (id, written) in Load(json))
            {
                events++;
                if (!binary.TryGetValue(id, out var read))
                {
                    Console.WriteLine($"no record {id} in {evtx}");
                    differences++;
                    continue;
                }
                fields += written.Count;
                foreach (var name in written.Keys.Union(read.Keys))
                {
                    var (one, other) = (Plain(read.GetValueOrDefault(name)), Plain(written.GetValueOrDefault(name)));
                    if (one == other || (name == "TimeCreated" && one is not null && other?[..Math.Min(26, other.Length)] == one[..26])) continue;
                    Console.WriteLine($"{name}: EVTX {one ?? "nothing"}, JSON {other ?? "nothing"}  {Path.GetFileName(Path.GetDirectoryName(json))} {id}");
                    differences++;
                }
            }
        }
        Console.WriteLine($"{pairs} pairs, {events} events, {fields} fields, {differences} differences");
        return differences > 0 ? 1 : 0;
    }

    private static Dictionary<string, Dictionary<string, string?>> Load(string file)
    {
        using var log = LogFiles.Open(file);
        var events = new Dictionary<string, Dictionary<string, string?>>();
        while (log.Read())
        {
            var fields = new Dictionary<string, string?>();
            foreach (var field in log.Event.Fields) fields[field.Name] = fields.TryGetValue(field.Name, out var before) ? $"{before}|{field}" : field.ToString();
            events[log.Event["EventRecordID"] ?? ""] = fields;
        }
        return events;
    }

    /// <summary>Without the braces of a GUID, the Z of a time, blanks at the end.</summary>
    private static string? Plain(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.TrimEnd('Z').Trim() is ['{', .., '}'] guid && guid.Length == 38 ? guid[1..^1].ToUpperInvariant() : text.TrimEnd('Z').Trim().ToUpperInvariant();
}
