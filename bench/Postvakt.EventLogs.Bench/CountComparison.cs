using System.Text.Json;

namespace Postvakt.EventLogs.Bench;

/// <summary>Live and recovered records of every file, against counts that another reader made.</summary>
internal static class CountComparison
{
    public static int Run(string folder, string counts)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(counts));
        var (files, records, recovered, broken, differ, recoveredDiffer, partial) = (0, 0L, 0L, 0L, 0, 0, 0L);
        foreach (var expected in json.RootElement.GetProperty("files").EnumerateObject())
        {
            using var log = LogFiles.Open(Path.Combine(folder, expected.Name), new LogOptions { Recover = true });
            var (live, found, first, last) = (0L, 0L, long.MaxValue, long.MinValue);
            while (log.Read())
            {
                if (log.Event.IsRecovered) found++;
                else
                {
                    live++;
                    var id = log.Event.TryGet("EventRecordID", out var field) && field.Kind == LogFieldKind.Number ? field.Number : -1;
                    first = live == 1 ? id : first;
                    last = id;
                }
                if (log.Event.IsPartial) partial++;
            }
            files++;
            records += live;
            recovered += found;
            broken += log.Report.Unrecoverable;
            long? Number(string name) => expected.Value.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;
            var isSame = live == Number("records") && (Number("first_id") ?? first) == first && (Number("last_id") ?? last) == last;
            if (!isSame) differ++;
            var isSameRecovered = found + log.Report.Unrecoverable == Number("recovered_found");
            if (!isSameRecovered) recoveredDiffer++;
            if (!isSame || log.Report.Bad > 0) Console.WriteLine($"{(isSame ? "noted " : "DIFFER")} {live} ({first} to {last}), expected {Number("records")} ({Number("first_id")} to {Number("last_id")})  {expected.Name}\n        {Notes(log.Report)}");
            if (!isSameRecovered) Console.WriteLine($"recovered {found} (+ {log.Report.Unrecoverable} not whole), expected {Number("recovered")} of {Number("recovered_found")}  {expected.Name}");
        }
        Console.WriteLine($"{files} files, {records} records, {differ} files differ; {partial} events in part; recovered {recovered} and {broken} not whole, {recoveredDiffer} files differ");
        return differ > 0 ? 1 : 0;
    }

    private static string Notes(LogReport report) => string.Join("\n        ", report.Problems.Take(5).Select(p => $"at {p.Where.Offset} id {p.Where.RecordId}: {p.What}"));
}
