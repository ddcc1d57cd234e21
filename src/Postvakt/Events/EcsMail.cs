using System.Net;
using System.Text.Json;
using Postvakt.Detection;

namespace Postvakt.Events;

/// <summary>The mail of an event in the Elastic Common Schema: email, source, rule, threat.</summary>
internal static class EcsMail
{
    public static void Write(Utf8JsonWriter json, MailFacts mail)
    {
        json.WriteStartObject("email");
        json.Text("local_id", mail.Id);
        json.Text("message_id", mail.MessageId, BoundText.Long);
        json.Text("subject", mail.Subject, BoundText.Long);
        Address(json, "from", [mail.From]);
        Address(json, "sender", [mail.MailFrom]);
        Address(json, "to", mail.Recipients);
        Files(json, mail);
        json.WriteEndObject();
        if (IPAddress.TryParse(mail.Client, out _))
        {
            json.WriteStartObject("source");
            json.Text("ip", mail.Client);
            json.WriteEndObject();
        }
        if (mail.Findings.Count == 0 && mail.Indicators.Count == 0) return;
        Rules(json, mail);
        Threat(json, mail);
    }

    private static void Address(Utf8JsonWriter json, string name, IReadOnlyList<string> addresses)
    {
        if (addresses.All(a => a.Length == 0)) return;
        json.WriteStartObject(name);
        json.Texts("address", addresses);
        json.WriteEndObject();
    }

    private static void Files(Utf8JsonWriter json, MailFacts mail)
    {
        var files = mail.Indicators.Where(i => i.Type == "file").Take(EventFormats.MaxItems).ToArray();
        if (files.Length == 0) return;
        json.WriteStartArray("attachments");
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteStartObject("file");
            json.Text("name", file.Value);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>rule.* is one rule: the gravest; the others stand in its list of names.</summary>
    private static void Rules(Utf8JsonWriter json, MailFacts mail)
    {
        if (mail.Findings.MaxBy(f => f.Severity) is not { } first) return;
        json.WriteStartObject("rule");
        json.Text("id", first.Id);
        json.Text("name", first.Source);
        json.Texts("description", mail.Findings.OrderByDescending(f => f.Severity).Select(f => f.Id + " (" + f.Severity.Name() + ")"));
        json.Text("category", mail.Verdict.Name());
        json.WriteEndObject();
    }

    private static void Threat(Utf8JsonWriter json, MailFacts mail)
    {
        var techniques = mail.Findings.SelectMany(f => f.Attack).Distinct(StringComparer.Ordinal).ToArray();
        if (techniques.Length > 0) EcsWriter.Threat(json, techniques);
    }
}
