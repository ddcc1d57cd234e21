using Postvakt.EventLogs.Naming;
using Postvakt.EventLogs.Reading;

namespace Postvakt.EventLogs.Json;

/// <summary>Events of a JSON file.</summary>
internal sealed class JsonReader(JsonObjects objects, JsonFields fields, LogReport report, LogLimits limits) : ILogReader
{
    public bool Read(LogEvent into)
    {
        while (objects.Next(out var json))
        {
            into.Begin(objects.Position);
            if (fields.Add(json, into) is { } fault)
            {
                into.IsPartial = true;
                report.AddBad(objects.Position, fault);
                if (into.Count == 0 && report.BadInARow < limits.BadInARow) continue;
            }
            if (into.Kind == LogKind.WindowsJson) JoinedData.Add(Sections.Data, into);
            else if (into.Kind == LogKind.DefenderHunting) DefenderFields.Add(into);
            return true;
        }
        return false;
    }
}
