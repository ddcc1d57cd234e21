using System.Text.Json;
using Postvakt.Server.Api;
using static Postvakt.Cli.Hunts.Ecs;

namespace Postvakt.Cli.Hunts;

/// <summary>An incident's timeline, one object a line, with the names of the Elastic Common Schema (ECS 8).</summary>
internal static class TimelineJson
{
    public static void Write(TextWriter output, TimelineView timeline)
    {
        foreach (var one in timeline.Lines) Line(output, json => Of(json, timeline.Incident, one));
    }

    private static void Of(Utf8JsonWriter json, string incident, TimelineLineView one)
    {
        var line = one.Line;
        if (line.At is { } at) json.WriteString("@timestamp", Time(at));
        json.WriteString("message", line.Title);
        json.WriteStartObject("event");
        json.WriteString("kind", line.Hunt == "mail" ? "event" : "alert");
        json.WriteString("module", "postvakt");
        json.WriteString("dataset", "postvakt.timeline");
        json.WriteString("provider", line.Hunt);
        json.WriteNumber("severity", Severity(line.Level));
        json.WriteEndObject();
        if (line.Hunt != "mail") One(json, "rule", "name", line.Title);
        Traced(json, line, line.Person, line.Attack);
        json.WriteStartObject("postvakt");
        json.WriteString("incident", incident);
        json.WriteNumber("chain", one.Chain);
        json.WriteString("level", line.Level);
        json.WriteNumber("events", line.Count);
        json.WriteString("evidence", line.Evidence);
        json.WriteString("place", line.Place);
        json.WriteEndObject();
    }
}
