using System.Globalization;
using System.Text.Json;

namespace Postvakt.Sharing.Misp;

/// <summary>One event, as a report.</summary>
internal sealed class MispObjects(JsonElement told, SkippedList skipped)
{
    private const int MaxName = 200, MaxDescription = 2_000, MaxTags = 200, MaxSightings = 1_000;

    public SharedReport Report()
    {
        var tags = Tags(told);
        var alone = told.Items("Attribute").ToArray();
        var objects = told.Items("Object").Where(o => o.Find("deleted", JsonValueKind.True) is null).ToArray();
        var about = objects.FirstOrDefault(o => o.Text("name", 20) == "report");
        var modified = MispTime.Parse(told.Text("timestamp", 40)) ?? DateTimeOffset.UnixEpoch;
        var created = MispTime.Parse(Commented(alone, "datetime", "created")) ?? MispTime.Parse(told.Text("date", 20)) ?? modified;
        var uuid = Uuid(told);
        return new SharedReport(uuid.Length > 0 ? "report--" + uuid : "", told.Text("info", MaxName), ProducerOf(), tags.Select(MispTags.TlpOf).Concat(alone.SelectMany(Tags).Select(MispTags.TlpOf)).Max() ?? Tlp.Amber, created, modified)
        {
            Description = Related(about, "summary").FirstOrDefault() ?? "", FirstSeen = MispTime.Parse(about.Text("first_seen", 40)), LastSeen = MispTime.Parse(about.Text("last_seen", 40)),
            Mails = long.TryParse(Commented(alone, "counter", "mails"), NumberStyles.None, CultureInfo.InvariantCulture, out var mails) ? mails : 0,
            Techniques = [.. tags.Select(MispTags.TechniqueOf).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)], Families = [.. tags.Select(MispTags.FamilyOf).Where(f => f.Length > 0).Distinct(StringComparer.Ordinal)],
            Examples = [.. objects.Where(o => o.Text("name", 20) == "email").Take(SharedReport.MaxMails).Select(o => Mail(o, created))],
            Indicators = [.. alone.Concat(objects.SelectMany(o => o.Items("Attribute"))).Select(a => Indicator(a, modified)).OfType<SharedIndicator>()],
        };
    }

    /// <summary>Null for what its producer looks for in no log ("to_ids"), and for what is no indicator of ours.</summary>
    private SharedIndicator? Indicator(JsonElement attribute, DateTimeOffset modified)
    {
        if (attribute.Find("to_ids", JsonValueKind.True) is null) return null;
        var (type, uuid) = (attribute.Text("type", 100), Uuid(attribute));
        var value = attribute.Whole("value", 4_096);
        if (uuid.Length == 0 || value is null || !MispTypes.IsKnown(type) || MispTypes.Read(type, value) is not { } indicator)
        {
            skipped.Add(uuid.Length > 0 ? uuid : type, uuid.Length == 0 ? "an attribute without a uuid" : MispTypes.IsKnown(type) ? $"a value that is no {type}" : $"attributes of type {(type.Length > 0 ? type : "none")} are not used");
            return null;
        }
        var tags = Tags(attribute);
        return new SharedIndicator("indicator--" + uuid, indicator, tags.Select(MispTags.ConfidenceOf).FirstOrDefault(c => c is not null) ?? SharedIndicator.UsualConfidence,
            MispTime.Parse(attribute.Text("first_seen", 40)) ?? MispTime.Parse(attribute.Text("timestamp", 40)) ?? modified, tags.Select(MispTags.UntilOf).FirstOrDefault(t => t is not null))
        {
            Seen = SeenOf(attribute, tags), Description = attribute.Text("comment", MaxDescription), Labels = [.. tags.Where(t => !MispTags.IsOurs(t)).Take(20)], Revoked = attribute.Find("deleted", JsonValueKind.True) is not null,
        };
    }

    /// <summary>Sightings that say "seen"; how many they were, where a tag of ours says it, else that many.</summary>
    private static Sightings? SeenOf(JsonElement attribute, string[] tags)
    {
        var times = attribute.Items("Sighting").Take(MaxSightings).Where(s => s.Text("type", 10) is "0" or "").Select(s => MispTime.Parse(s.Text("date_sighting", 40))).OfType<DateTimeOffset>().ToArray();
        return times.Length == 0 ? null : new Sightings(tags.Select(MispTags.MailsOf).FirstOrDefault(m => m is not null) ?? times.Length, times.Min(), times.Max());
    }

    private static SharedMail Mail(JsonElement mail, DateTimeOffset otherwise) => new(MispTime.Parse(Related(mail, "send-date").FirstOrDefault() ?? "") ?? otherwise,
        SharedIndicator.Normal("address", Related(mail, "from").FirstOrDefault() ?? "")?.Value ?? "", (Related(mail, "message-id").FirstOrDefault() ?? "").Trim('<', '>'), Related(mail, "subject").FirstOrDefault(), [.. Related(mail, "attachment").Take(100)]);

    private Producer ProducerOf()
    {
        if (told.Find("Orgc", JsonValueKind.Object) is not { } organisation) return Producer.Unknown;
        var uuid = Uuid(organisation);
        return new Producer(uuid.Length > 0 ? "identity--" + uuid : "", organisation.Text("name", MaxName));
    }

    private static IEnumerable<string> Related(JsonElement thing, string relation) => thing.Items("Attribute").Where(a => a.Text("object_relation", 100) == relation).Select(a => a.Text("value", MaxDescription)).Where(v => v.Length > 0);

    private static string Commented(IEnumerable<JsonElement> attributes, string type, string comment) => attributes.FirstOrDefault(a => a.Text("type", 20) == type && a.Text("comment", 20) == comment).Text("value", 40);

    private static string[] Tags(JsonElement thing) => [.. thing.Items("Tag").Take(MaxTags).Select(t => t.Text("name", MaxName)).Where(n => n.Length > 0)];

    private static string Uuid(JsonElement thing) => Guid.TryParseExact(thing.Text("uuid", 40), "D", out var uuid) ? uuid.ToString() : "";
}
