using System.Text.Json;
using Postvakt.Hunts;
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
        if (line.Attack.Count > 0)
        {
            json.WriteStartObject("threat");
            json.WriteString("framework", "MITRE ATT&CK");
            json.WriteStartObject("technique");
            Texts(json, "id", line.Attack);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        if (line.Host.Length > 0) One(json, "host", "name", line.Host);
        if (line.Person.Length > 0) One(json, "user", "name", line.Person);
        json.WriteStartObject("related");
        Texts(json, "hosts", Of(line, TraitKind.Host));
        Texts(json, "user", Of(line, TraitKind.Person));
        Texts(json, "hash", Of(line, TraitKind.Hash));
        Texts(json, "ip", Of(line, TraitKind.Address));
        json.WriteEndObject();
        if (Of(line, TraitKind.File).FirstOrDefault() is { } name) One(json, "file", "name", name);
        if (Of(line, TraitKind.Url).FirstOrDefault() is { } url) One(json, "url", "original", url);
        if (Of(line, TraitKind.MessageId).FirstOrDefault() is { } id) One(json, "email", "message_id", id);
        json.WriteStartObject("postvakt");
        json.WriteString("incident", incident);
        json.WriteNumber("chain", one.Chain);
        json.WriteString("level", line.Level);
        json.WriteNumber("events", line.Count);
        json.WriteString("evidence", line.Evidence);
        json.WriteString("place", line.Place);
        json.WriteEndObject();
    }

    private static IEnumerable<string> Of(HuntLine line, TraitKind kind) => line.Traits.Where(t => t.Kind == kind).Select(t => t.Value);
}
