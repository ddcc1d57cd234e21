using System.Text.Json;

namespace Postvakt.Events;

/// <summary>Events in the Open Cybersecurity Schema Framework; what it has no attribute for stands under "unmapped".</summary>
internal sealed class OcsfWriter : IEventWriter
{
    public const string Version = "1.5.0";

    public void Write(Utf8JsonWriter json, SecurityEvent what)
    {
        var (type, kind) = (what.Type, what.Type.Class);
        json.WriteStartObject();
        json.WriteNumber("class_uid", kind.Uid);
        json.WriteString("class_name", kind.Name);
        json.WriteNumber("category_uid", kind.CategoryUid);
        json.WriteString("category_name", kind.Category);
        json.WriteNumber("activity_id", type.Activity);
        json.WriteString("activity_name", kind.Activities[type.Activity]);
        json.WriteNumber("type_uid", kind.Uid * 100 + type.Activity);
        json.WriteString("type_name", $"{kind.Name}: {kind.Activities[type.Activity]}");
        json.WriteNumber("time", what.At.ToUnixTimeMilliseconds());
        json.WriteNumber("severity_id", (int)what.Severity);
        json.WriteString("severity", what.Severity.ToString());
        json.WriteString("message", type.Meaning);
        Status(json, what);
        Metadata(json, what);
        OcsfSubject.Write(json, what);
        if (what.Mail is { } mail) OcsfMail.Observables(json, mail);
        json.WriteStartObject("unmapped");
        OwnFields.Write(json, what);
        json.Text("reason", what.Reason, BoundText.Long);
        json.Text("role", what.Role);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>A finding's status tells of the finding (1 new, 2 in progress, 4 resolved), any other's of the act (1 success, 2 failure).</summary>
    private static void Status(Utf8JsonWriter json, SecurityEvent what)
    {
        if (what.Type.Class == EventClass.Detection)
        {
            var (id, name) = what.Type.Activity switch { 1 => (1, "New"), 2 => (2, "In Progress"), _ => (4, "Resolved") };
            json.WriteNumber("status_id", id);
            json.WriteString("status", name);
        }
        else
        {
            json.WriteNumber("status_id", what.Succeeded switch { true => 1, false => 2, null => 0 });
            json.WriteString("status", what.Succeeded switch { true => "Success", false => "Failure", null => "Unknown" });
        }
        json.Text("status_detail", what.Outcome);
    }

    private static void Metadata(Utf8JsonWriter json, SecurityEvent what)
    {
        json.WriteStartObject("metadata");
        json.WriteString("version", Version);
        json.WriteString("uid", BoundText.Of(what.Id, BoundText.Short));
        json.WriteString("event_code", what.Type.Id);
        json.WriteString("log_name", "postvakt");
        json.Text("tenant_uid", what.Org);
        if (what.Number > 0) json.WriteNumber("sequence", what.Number);
        json.WriteStartObject("product");
        json.WriteString("name", "Postvakt");
        json.WriteString("vendor_name", "Postvakt");
        json.WriteString("version", ProductVersion.Text);
        json.Text("uid", what.Node);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
