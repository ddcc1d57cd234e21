using System.Net;
using System.Text.Json;

namespace Postvakt.Events;

/// <summary>Events in the Elastic Common Schema; what it has no field for stands under "postvakt".</summary>
internal sealed class EcsWriter : IEventWriter
{
    public const string Version = "8.11.0";

    public void Write(Utf8JsonWriter json, SecurityEvent what)
    {
        json.WriteStartObject();
        json.WriteString("@timestamp", what.At.UtcDateTime);
        json.WriteString("message", BoundText.Of(what.Type.Meaning, BoundText.Long));
        json.WriteStartObject("ecs");
        json.WriteString("version", Version);
        json.WriteEndObject();
        Event(json, what);
        json.WriteStartObject("observer");
        json.WriteString("vendor", "Postvakt");
        json.WriteString("product", "Postvakt");
        json.WriteString("type", "email-gateway");
        json.WriteString("version", ProductVersion.Text);
        json.Text("name", what.Node);
        json.WriteEndObject();
        json.WriteStartObject("organization");
        json.Text("name", what.Org);
        json.WriteEndObject();
        if (what.Actor.Length > 0)
        {
            json.WriteStartObject("user");
            json.Text("name", what.Actor);
            json.Texts("roles", [what.Role]);
            json.WriteEndObject();
        }
        if (what.Mail is { } mail) EcsMail.Write(json, mail);
        else if (what.Type.Attack.Count > 0) Threat(json, what.Type.Attack);
        Related(json, what);
        json.WriteStartObject("postvakt");
        OwnFields.Write(json, what);
        json.Text("outcome", what.Outcome);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Event(Utf8JsonWriter json, SecurityEvent what)
    {
        json.WriteStartObject("event");
        json.WriteString("id", BoundText.Of(what.Id, BoundText.Short));
        json.WriteString("kind", what.Type.IsAlert ? "alert" : "event");
        json.Texts("category", [what.Type.Category]);
        json.Texts("type", what.Type.Kinds);
        json.WriteString("action", what.Type.Id);
        json.WriteString("outcome", what.Succeeded switch { true => "success", false => "failure", null => "unknown" });
        json.WriteNumber("severity", (int)what.Severity);
        json.WriteString("provider", "postvakt");
        json.WriteString("dataset", "postvakt.events");
        json.Text("reason", what.Reason, BoundText.Long);
        if (what.Number > 0) json.WriteNumber("sequence", what.Number);
        json.WriteEndObject();
    }

    internal static void Threat(Utf8JsonWriter json, IEnumerable<string> techniques)
    {
        json.WriteStartObject("threat");
        json.WriteString("framework", "MITRE ATT&CK");
        json.WriteStartObject("technique");
        json.Texts("id", techniques);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Related(Utf8JsonWriter json, SecurityEvent what)
    {
        json.WriteStartObject("related");
        json.Texts("user", new[] { what.Actor, what.Mail?.From ?? "" }.Concat(what.Mail?.Recipients ?? []).Where(u => u.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase));
        if (what.Mail is { } mail)
        {
            if (IPAddress.TryParse(mail.Client, out _)) json.Texts("ip", [mail.Client]);
            json.Texts("hosts", mail.Indicators.Where(i => i.Type == "host").Select(i => i.Value));
            json.Texts("hash", mail.Indicators.Where(i => i.Type == "sha256").Select(i => i.Value).Append(mail.Digest));
        }
        json.WriteEndObject();
    }
}
