using System.Text.Json;

namespace Postvakt.Events;

/// <summary>The attributes that a class of OCSF demands: who did it, and to what.</summary>
internal static class OcsfSubject
{
    public static void Write(Utf8JsonWriter json, SecurityEvent what)
    {
        var kind = what.Type.Class;
        if (what.Actor.Length > 0) Actor(json, what.Actor);
        if (kind == EventClass.Email) Mail(json, what);
        else if (kind == EventClass.Detection) Finding(json, what);
        else if (kind == EventClass.AccountChange || kind == EventClass.Authentication) User(json, what.Subject);
        else if (kind == EventClass.Lifecycle) Application(json, what);
        else if (kind == EventClass.Api) Api(json, what);
        else Entity(json, what);
    }

    private static void Actor(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject("actor");
        User(json, name);
        json.WriteEndObject();
    }

    private static void User(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject("user");
        json.WriteString("name", BoundText.Of(name, BoundText.Short));
        json.WriteEndObject();
    }

    /// <summary>A mail whose record is gone has its id only.</summary>
    private static void Mail(Utf8JsonWriter json, SecurityEvent what)
    {
        json.WriteNumber("direction_id", 0);
        if (what.Mail is { } mail)
        {
            OcsfMail.Email(json, mail);
            OcsfMail.Source(json, mail);
            if (what.Type.Activity == 3) Disposition(json, mail);
            return;
        }
        json.WriteStartObject("email");
        json.Text("uid", what.Subject);
        json.WriteString("from", "");
        json.WriteStartArray("to");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Disposition(Utf8JsonWriter json, MailFacts mail)
    {
        // Profile security_control: 1 Allowed, 2 Blocked, 3 Quarantined, 15 Detected.
        var (id, name) = mail.Applied switch
        {
            Detection.Disposition.Quarantine => (3, "Quarantined"),
            Detection.Disposition.Reject => (2, "Blocked"),
            _ => mail.Verdict > Detection.Verdict.Clean ? (15, "Detected") : (1, "Allowed"),
        };
        json.WriteNumber("disposition_id", id);
        json.WriteString("disposition", name);
    }

    private static void Finding(Utf8JsonWriter json, SecurityEvent what)
    {
        json.WriteBoolean("is_alert", what.Type.IsAlert);
        json.WriteStartObject("finding_info");
        json.WriteString("uid", BoundText.Of(what.Subject.Length > 0 ? what.Subject : what.Id, BoundText.Short));
        json.WriteString("title", what.Type.Meaning);
        json.Texts("types", [what.Type.Id]);
        json.Text("desc", what.Reason, BoundText.Long);
        Attacks(json, what.Mail is { } told ? told.Findings.SelectMany(f => f.Attack).Concat(what.Type.Attack) : what.Type.Attack);
        json.WriteEndObject();
        if (what.Mail is not { } mail) return;
        json.WriteStartArray("evidences");
        json.WriteStartObject();
        json.WriteStartObject("data");
        OcsfMail.Email(json, mail);
        json.Texts("findings", mail.Findings.OrderByDescending(f => f.Severity).Select(f => f.Id));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Attacks(Utf8JsonWriter json, IEnumerable<string> techniques)
    {
        var all = techniques.Distinct(StringComparer.Ordinal).Take(EventFormats.MaxItems).ToArray();
        if (all.Length == 0) return;
        json.WriteStartArray("attacks");
        foreach (var technique in all)
        {
            json.WriteStartObject();
            json.WriteStartObject("technique");
            json.Text("uid", technique);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Application(Utf8JsonWriter json, SecurityEvent what)
    {
        json.WriteStartObject("app");
        json.WriteString("name", "Postvakt");
        json.WriteString("vendor_name", "Postvakt");
        json.WriteString("version", ProductVersion.Text);
        json.Text("uid", what.Node);
        json.WriteEndObject();
    }

    private static void Api(Utf8JsonWriter json, SecurityEvent what)
    {
        json.WriteStartObject("api");
        json.WriteString("operation", BoundText.Of(what.Subject, BoundText.Short));
        json.WriteEndObject();
    }

    private static void Entity(Utf8JsonWriter json, SecurityEvent what)
    {
        json.WriteStartObject("entity");
        json.WriteString("type", what.Type.Subject.Length > 0 ? what.Type.Subject : "installation");
        json.WriteString("uid", BoundText.Of(what.Subject.Length > 0 ? what.Subject : what.Node, BoundText.Short));
        json.WriteEndObject();
        json.Text("comment", what.Reason, BoundText.Long);
    }
}
