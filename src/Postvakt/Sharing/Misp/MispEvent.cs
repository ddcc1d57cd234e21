using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postvakt.Sharing.Misp;

/// <summary>Writes a report as an event of MISP (MISP core format). Pure: the same report gives the same bytes.</summary>
public static class MispEvent
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(SharedReport report)
    {
        var (attributes, objects) = (new JsonArray(), new JsonArray());
        objects.Add(Summary(report));
        attributes.Add(Attribute(report, "created", "datetime", "Other", MispTime.Iso(report.Created), "created"));
        if (report.Mails > 0) attributes.Add(Attribute(report, "mails", "counter", "Other", report.Mails.ToString(CultureInfo.InvariantCulture), "mails"));
        foreach (var indicator in report.Indicators)
        {
            if (MispTypes.Of(indicator.Indicator) is not { } type) continue;
            var attribute = Indicator(report, indicator, type.Type, type.Category);
            if (type.Relation is null)
            {
                attributes.Add(attribute);
                continue;
            }
            attribute["object_relation"] = type.Relation;
            objects.Add(Object(report, type.Type == "url" ? MispTemplate.Url : MispTemplate.File, "of " + UuidOf(indicator.Id), [attribute]));
        }
        foreach (var mail in report.Examples) objects.Add(Mail(report, mail));
        var told = new JsonObject
        {
            ["uuid"] = UuidOf(report.Id), ["info"] = report.Name, ["date"] = report.Created.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["timestamp"] = MispTime.Seconds(report.Modified),
            ["threat_level_id"] = "2", ["analysis"] = "2", ["published"] = false, ["distribution"] = Distribution(report.Tlp),
            ["Orgc"] = new JsonObject { ["uuid"] = UuidOf(report.Producer.Id), ["name"] = report.Producer.Name },
            ["Tag"] = Tags([MispTags.Of(report.Tlp), .. report.Techniques.Select(MispTags.Technique), .. report.Families.Select(MispTags.OfFamily)]), ["Attribute"] = attributes, ["Object"] = objects,
        };
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["Event"] = told }, Indented);
    }

    private static JsonObject Summary(SharedReport report)
    {
        var title = Attribute(report, "title", "text", "Other", report.Name, "");
        title["object_relation"] = "title";
        List<JsonObject> said = [title];
        if (report.Description.Length > 0)
        {
            var summary = Attribute(report, "summary", "text", "Other", report.Description, "");
            summary["object_relation"] = "summary";
            said.Add(summary);
        }
        var made = Object(report, MispTemplate.Report, "report", said);
        if (report.FirstSeen is { } first) made["first_seen"] = MispTime.Iso(first);
        if (report.LastSeen is { } last) made["last_seen"] = MispTime.Iso(last);
        return made;
    }

    private static JsonObject Indicator(SharedReport report, SharedIndicator indicator, string type, string category)
    {
        var value = Patterns.StixPattern.PlainValue(indicator.Indicator);
        var written = new JsonObject
        {
            ["uuid"] = UuidOf(indicator.Id), ["type"] = type, ["category"] = category, ["value"] = value, ["to_ids"] = true, ["timestamp"] = MispTime.Seconds(report.Modified), ["comment"] = indicator.Description,
            ["distribution"] = "5", ["deleted"] = indicator.Revoked, ["first_seen"] = MispTime.Iso(indicator.ValidFrom),
            ["Tag"] = Tags([MispTags.OfConfidence(indicator.Confidence), .. indicator.ValidUntil is { } until ? (string[])[MispTags.ValidUntil(until)] : [], .. indicator.Seen is { } mails ? (string[])[MispTags.OfMails(mails.Mails)] : [], .. indicator.Labels]),
        };
        if (indicator.Seen is { } seen) written["Sighting"] = new JsonArray([.. ((DateTimeOffset[])[seen.First, seen.Last]).Distinct().Select(at => Sighting(report, written, at))]);
        return written;
    }

    /// <summary>The first one and the last; how many there were stands in a tag. Type 0: seen.</summary>
    private static JsonObject Sighting(SharedReport report, JsonObject attribute, DateTimeOffset at) => new()
    {
        ["uuid"] = StableId.Ours("misp-sighting", (string)attribute["uuid"]!, MispTime.Seconds(at)).ToString(), ["date_sighting"] = MispTime.Seconds(at), ["source"] = report.Producer.Name, ["type"] = "0",
    };

    /// <summary>An example: nothing in it is looked for, what is stands beside it.</summary>
    private static JsonObject Mail(SharedReport report, SharedMail mail)
    {
        var key = $"mail {mail.From} {mail.Subject} {mail.MessageId}";
        List<(string Relation, string Type, string Category, string Value)> fields = [("send-date", "datetime", "Other", MispTime.Iso(mail.At))];
        if (mail.From.Length > 0) fields.Add(("from", "email-src", "Payload delivery", mail.From));
        if (mail.Subject is { Length: > 0 } subject) fields.Add(("subject", "email-subject", "Payload delivery", subject));
        if (mail.MessageId.Length > 0) fields.Add(("message-id", "email-message-id", "Payload delivery", $"<{mail.MessageId}>"));
        fields.AddRange(mail.Files.Select(f => ("attachment", "email-attachment", "Payload delivery", f)));
        return Object(report, MispTemplate.Email, key, fields.Select(f =>
        {
            var attribute = Attribute(report, $"{key} {f.Relation} {f.Value}", f.Type, f.Category, f.Value, "");
            attribute["object_relation"] = f.Relation;
            return attribute;
        }));
    }

    private static JsonObject Object(SharedReport report, MispTemplate template, string key, IEnumerable<JsonObject> attributes) => new()
    {
        ["uuid"] = StableId.Ours("misp-object", report.Id, key).ToString(), ["name"] = template.Name, ["meta-category"] = template.Category, ["template_uuid"] = template.Uuid, ["template_version"] = template.Version,
        ["timestamp"] = MispTime.Seconds(report.Modified), ["distribution"] = "5", ["Attribute"] = new JsonArray([.. attributes]),
    };

    private static JsonObject Attribute(SharedReport report, string key, string type, string category, string value, string comment) => new()
    {
        ["uuid"] = StableId.Ours("misp-attribute", report.Id, key).ToString(), ["type"] = type, ["category"] = category, ["value"] = value, ["to_ids"] = false, ["timestamp"] = MispTime.Seconds(report.Modified), ["comment"] = comment,
        ["distribution"] = "5",
    };

    private static JsonArray Tags(IEnumerable<string> names) => new([.. names.Select(n => (JsonNode)new JsonObject { ["name"] = n })]);

    /// <summary>How far a server may pass it on: 0 the organisation alone, 1 its community, 3 everybody.</summary>
    private static string Distribution(Tlp tlp) => tlp switch
    {
        Tlp.Clear => "3",
        Tlp.Green => "1",
        _ => "0",
    };

    private static string UuidOf(string id) => id[(id.IndexOf("--", StringComparison.Ordinal) + (id.Contains("--", StringComparison.Ordinal) ? 2 : 1))..];
}
