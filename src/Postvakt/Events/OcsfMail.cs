using System.Net;
using System.Text.Json;

namespace Postvakt.Events;

/// <summary>The mail of an event in OCSF: the objects email and src_endpoint, and the observables.</summary>
internal static class OcsfMail
{
    public static void Email(Utf8JsonWriter json, MailFacts mail)
    {
        json.WriteStartObject("email");
        json.Text("uid", mail.Id);
        json.Text("message_uid", mail.MessageId, BoundText.Long);
        json.WriteString("from", BoundText.Of(mail.From, BoundText.Short));
        json.WriteStartArray("to");
        foreach (var to in mail.Recipients.Take(EventFormats.MaxItems)) json.WriteStringValue(BoundText.Of(to, BoundText.Short));
        json.WriteEndArray();
        json.Text("smtp_from", mail.MailFrom);
        json.Texts("smtp_to", mail.Recipients);
        json.WriteNumber("size", mail.Size);
        json.Text("subject", mail.Subject, BoundText.Long);
        json.WriteEndObject();
    }

    public static void Source(Utf8JsonWriter json, MailFacts mail)
    {
        if (!IPAddress.TryParse(mail.Client, out _)) return;
        json.WriteStartObject("src_endpoint");
        json.Text("ip", mail.Client);
        json.WriteEndObject();
    }

    public static void Observables(Utf8JsonWriter json, MailFacts mail)
    {
        json.WriteStartArray("observables");
        if (mail.From.Length > 0) One(json, "email.from", 5, "Email Address", BoundText.Of(mail.From, BoundText.Short));
        if (IPAddress.TryParse(mail.Client, out _)) One(json, "src_endpoint.ip", 2, "IP Address", mail.Client);
        if (mail.Digest.Length > 0) One(json, "email.sha256", 8, "Hash", mail.Digest);
        foreach (var indicator in mail.Indicators.Take(EventFormats.MaxItems))
        {
            var (id, type) = indicator.Type switch
            {
                "host" => (1, "Hostname"),
                "address" => (5, "Email Address"),
                "url" => (6, "URL String"),
                "file" => (7, "File Name"),
                "sha256" => (8, "Hash"),
                _ => (99, "Other"),
            };
            One(json, "indicator." + indicator.Type, id, type, indicator.Value);
        }
        json.WriteEndArray();
    }

    private static void One(Utf8JsonWriter json, string name, int id, string type, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", BoundText.Of(name, BoundText.Short));
        json.WriteNumber("type_id", id);
        json.WriteString("type", type);
        json.WriteString("value", BoundText.Of(value, BoundText.Long));
        json.WriteEndObject();
    }
}
