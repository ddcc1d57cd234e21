using Postvakt.EventLogs;

namespace Postvakt.Fuzz.Targets;

/// <summary>Reads a log to its end and looks at everything that it gives.</summary>
internal static class LogWalk
{
    /// <summary>The limit on text of one event, twice, and what readers keep of a file.</summary>
    private const long MaxKept = 64 << 20;

    /// <summary>Limits so close that small inputs reach them.</summary>
    private static readonly LogLimits Tight = new() { RecordBytes = 2_000, Fields = 12, Text = 3_000, Depth = 4, Steps = 60, ParsedBytes = 4_000, Columns = 6, QuotedLines = 3, Names = 20, Problems = 5, BadInARow = 50, UnpackRatio = 20 };

    public static void Take(Stream stream, int variant, bool recover)
    {
        var limits = variant % 4 == 1 ? Tight : new LogLimits();
        using var log = LogFiles.Open(stream, new LogOptions { Limits = limits, Recover = recover });
        Invariants.Hold((log.Kind == LogKind.Unknown) == (log.Unknown is not null), "a kind and a reason");
        var events = 0L;
        while (log.Read())
        {
            events++;
            long text = 0;
            foreach (var field in log.Event.Fields)
            {
                Invariants.Hold(field.Name is not null, "a field without a name");
                text += field.Text.Length;
            }
            Invariants.Hold(log.Event.Fields.Length <= limits.Fields, "more fields than allowed");
            Invariants.Hold(text <= MaxKept, "more text than an event may have");
            Invariants.Hold(log.Event.Time is not { Kind: not DateTimeKind.Utc }, "a time that is not UTC");
            if (variant % 5 == 0) _ = log.Event.ToXml();
        }
        Invariants.Hold(!log.Read(), "an event after the end");
        Invariants.Hold(events == log.Report.Events, "events that were not counted");
        Invariants.Hold(log.Report.Problems.Count <= Math.Max(1, limits.Problems), "more problems described than allowed");
        Invariants.Hold(log.Report.First <= log.Report.Last || log.Report.First is null, "an end before the beginning");
    }
}
