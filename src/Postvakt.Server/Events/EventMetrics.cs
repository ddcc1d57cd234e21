using System.Globalization;
using System.Text;

namespace Postvakt.Server.Events;

/// <summary>How outputs stand, in the text format that Prometheus reads (version 0.0.4). Names of outputs are letters and digits: nothing is to be escaped.</summary>
internal static class EventMetrics
{
    public static string Write(IReadOnlyList<EventOutputStatus> outputs)
    {
        if (outputs.Count == 0) return "";
        var text = new StringBuilder();
        Series(text, outputs, "postvakt_events_sent_total", "counter", "Events that an output took.", o => o.Sent);
        Series(text, outputs, "postvakt_events_dropped_total", "counter", "Events told as best we can that found no room, or whose mail was no longer recorded.", o => o.Dropped);
        Series(text, outputs, "postvakt_events_refused_total", "counter", "Events that an output did not want.", o => o.Refused);
        Series(text, outputs, "postvakt_events_lag_seconds", "gauge", "Age of the oldest event that waits for an output.", o => o.LagSeconds);
        Series(text, outputs, "postvakt_events_stopped", "gauge", "1 where the receiver wants no more events.", o => o.State == "stopped" ? 1 : 0);
        return text.ToString();
    }

    private static void Series(StringBuilder text, IReadOnlyList<EventOutputStatus> outputs, string name, string type, string help, Func<EventOutputStatus, long> value)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (var output in outputs) text.Append(CultureInfo.InvariantCulture, $"{name}{{output=\"{output.Name}\"}} {value(output)}\n");
    }
}
