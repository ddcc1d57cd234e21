using System.Text.Json;
using System.Text.RegularExpressions;
using Postvakt.Sharing.Patterns;

namespace Postvakt.Sharing.Stix;

/// <summary>Objects of one bundle, found by their ids, as reports.</summary>
internal sealed class StixObjects
{
    private const int MaxName = 200, MaxDescription = 2_000, MaxLabels = 20, MaxListed = 100;

    /// <summary>Types that say nothing by themselves, or that are read where something names them.</summary>
    private static readonly HashSet<string> Quiet = new(StringComparer.Ordinal)
    {
        "report", "grouping", "indicator", "campaign", "identity", "malware", "attack-pattern", "observed-data", "relationship", "sighting", "marking-definition", "extension-definition", "email-message", "email-addr", "file", "url", "domain-name", "ipv4-addr", "ipv6-addr",
    };

    private static readonly Regex Identifier = new(@"\A[a-z0-9-]{1,100}--[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z", RegexOptions.NonBacktracking);

    private readonly Dictionary<string, JsonElement> _byId = new(StringComparer.Ordinal);
    private readonly SkippedList _skipped;
    private readonly Dictionary<string, IReadOnlyList<SharedIndicator>> _indicators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Sightings> _seen = new(StringComparer.Ordinal);

    public StixObjects(IEnumerable<JsonElement> objects, SkippedList skipped)
    {
        _skipped = skipped;
        var place = 0;
        foreach (var thing in objects)
        {
            place++;
            var (type, id) = (thing.Text("type", 100), thing.Whole("id", 200) ?? "");
            if (type.Length == 0 || !Identifier.IsMatch(id) || !id.StartsWith(type + "--", StringComparison.Ordinal)) skipped.Add(FormattableString.Invariant($"object {place}"), "no type and id that go together");
            else if (!_byId.TryGetValue(id, out var other) || string.CompareOrdinal(thing.Text("modified", 40), other.Text("modified", 40)) > 0) _byId[id] = thing;
        }
        foreach (var others in _byId.Keys.Select(TypeOf).Where(t => !Quiet.Contains(t)).GroupBy(t => t)) skipped.Add(FormattableString.Invariant($"{others.Count()} {others.Key}"), "objects of this type are not used");
        foreach (var thing in _byId.Where(o => TypeOf(o.Key) == "sighting").Select(o => o.Value)) See(thing);
        foreach (var (id, thing) in _byId.Where(o => TypeOf(o.Key) == "indicator")) _indicators[id] = Indicators(id, thing);
    }

    /// <summary>Its reports and groupings, then the indicators that stand in none, for each producer together.</summary>
    public IReadOnlyList<SharedReport> Reports(ReadingLimits limits)
    {
        var reports = new List<SharedReport>();
        var told = new HashSet<string>(StringComparer.Ordinal);
        var refs = 0;
        foreach (var (id, thing) in _byId.Where(o => TypeOf(o.Key) is "report" or "grouping"))
        {
            var named = thing.Texts("object_refs", 200).Take(limits.MaxRefs - refs).Distinct(StringComparer.Ordinal).Where(_byId.ContainsKey).ToArray();
            refs += named.Length;
            told.UnionWith(named);
            reports.Add(Report(id, thing, named));
        }
        foreach (var alone in _indicators.Where(i => !told.Contains(i.Key) && i.Value.Count > 0).GroupBy(i => _byId[i.Key].Text("created_by_ref", 200)))
        {
            var ids = alone.Select(i => i.Key).ToArray();
            var times = ids.Select(i => TimeOf(_byId[i], "modified") ?? TimeOf(_byId[i], "created")).OfType<DateTimeOffset>().DefaultIfEmpty(DateTimeOffset.UnixEpoch).ToArray();
            reports.Add(new SharedReport("", "", ProducerOf(alone.Key), Marked(ids), times.Min(), times.Max()) { Indicators = [.. alone.SelectMany(i => i.Value)] });
        }
        return reports;
    }

    /// <summary>Sightings of one thing are told together. One without a count is of one mail (STIX 2.1, 5.2); one that was taken back is none.</summary>
    private void See(JsonElement sighting)
    {
        if (sighting.Find("revoked", JsonValueKind.True) is not null) return;
        var created = TimeOf(sighting, "created");
        var first = TimeOf(sighting, "first_seen") ?? TimeOf(sighting, "last_seen") ?? created;
        if (first is not { } from || sighting.Whole("sighting_of_ref", 200) is not { Length: > 0 } of) return;
        var (count, last) = (Math.Clamp(sighting.Number("count") ?? 1, 0, StixWriter.MaxCount), TimeOf(sighting, "last_seen") is { } until && until > from ? until : from);
        if (count > 0) _seen[of] = Sightings.Together(_seen.GetValueOrDefault(of), new Sightings(count, from, last));
    }

    private SharedReport Report(string id, JsonElement report, IReadOnlyList<string> named)
    {
        IEnumerable<JsonElement> Of(string type) => named.Where(n => TypeOf(n) == type).Select(n => _byId[n]);
        var created = TimeOf(report, "created") ?? DateTimeOffset.UnixEpoch;
        var (campaign, observed) = (Of("campaign").FirstOrDefault(), Of("observed-data").FirstOrDefault());
        var first = TimeOf(campaign, "first_seen") ?? TimeOf(observed, "first_observed");
        return new SharedReport(id, report.Text("name", MaxName), ProducerOf(report.Text("created_by_ref", 200)), Marked([id, .. named]), created, TimeOf(report, "modified") ?? created)
        {
            Description = report.Text("description", MaxDescription), FirstSeen = first, LastSeen = TimeOf(campaign, "last_seen") ?? TimeOf(observed, "last_observed"),
            Revoked = report.Find("revoked", JsonValueKind.True) is not null, Mails = Math.Max(0, observed.Number("number_observed") ?? 0),
            Techniques = [.. Of("attack-pattern").SelectMany(Techniques).Distinct(StringComparer.Ordinal).Take(MaxListed)],
            Families = [.. Of("malware").Where(m => m.Find("is_family", JsonValueKind.True) is not null).Select(m => m.Text("name", MaxName)).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).Take(MaxListed)],
            Examples = [.. Of("email-message").Take(SharedReport.MaxMails).Select(m => Mail(m, first ?? created))],
            Indicators = [.. named.Where(_indicators.ContainsKey).SelectMany(n => _indicators[n])],
        };
    }

    private SharedMail Mail(JsonElement mail, DateTimeOffset otherwise) => new(TimeOf(mail, "date") ?? otherwise,
        _byId.GetValueOrDefault(mail.Text("from_ref", 200)) is var from && SharedIndicator.Normal("address", from.Text("value", 320)) is { } address ? address.Value : "",
        mail.Text("message_id", MaxName).Trim('<', '>'), mail.Whole("subject", 1_000) is { Length: > 0 } subject ? ForeignJson.Line(subject, 1_000) : null,
        [.. mail.Items("body_multipart").Take(MaxListed).Select(p => _byId.GetValueOrDefault(p.Text("body_raw_ref", 200)).Text("name", 255)).Where(n => n.Length > 0)]);

    private IReadOnlyList<SharedIndicator> Indicators(string id, JsonElement indicator)
    {
        if (indicator.Text("pattern_type", 100) is var type && type != "stix") return Skip(id, $"a pattern of type {(type.Length > 0 ? type : "none")}");
        if (indicator.Whole("pattern", StixPattern.MaxLength) is not { } pattern) return Skip(id, "no pattern, or one too long");
        if ((TimeOf(indicator, "valid_from") ?? TimeOf(indicator, "created")) is not { } from) return Skip(id, "no time from which it is valid");
        var read = StixPattern.Read(pattern);
        if (read.Fault is { } fault) return Skip(id, $"no STIX pattern: {fault}");
        if (read.Needs.Count > 0) Skip(id, $"needs more than a value: {string.Join(", ", read.Needs)}");
        var confidence = (int)Math.Clamp(indicator.Number("confidence") ?? SharedIndicator.UsualConfidence, 0, 100);
        return [.. read.Indicators.Select(i => new SharedIndicator(id, i, confidence, from, TimeOf(indicator, "valid_until"))
        {
            Seen = _seen.GetValueOrDefault(id), Description = indicator.Text("description", MaxDescription), Labels = [.. indicator.Texts("labels", 100).Take(MaxLabels).Select(l => ForeignJson.Line(l, 100))], Revoked = indicator.Find("revoked", JsonValueKind.True) is not null,
        })];
    }

    private IReadOnlyList<SharedIndicator> Skip(string what, string why)
    {
        _skipped.Add(what, why);
        return [];
    }

    /// <summary>The narrowest marking of any; unmarked things are taken as amber: whoever forgot it did not mean everybody.</summary>
    private Tlp Marked(IEnumerable<string> ids) => ids.SelectMany(i => _byId[i].Texts("object_marking_refs", 200)).Select(StixTlp.Of).Max() ?? Tlp.Amber;

    private Producer ProducerOf(string id) => id.Length == 0 ? Producer.Unknown : new Producer(id, _byId.GetValueOrDefault(id).Text("name", MaxName));

    private static IEnumerable<string> Techniques(JsonElement pattern) => pattern.Items("external_references").Where(r => r.Text("source_name", 40) == "mitre-attack").Select(r => r.Text("external_id", 20)).Where(AttackTechniques.IsId);

    private static DateTimeOffset? TimeOf(JsonElement thing, string name) => StixTime.Parse(thing.Text(name, 40));

    private static string TypeOf(string id) => id[..id.IndexOf("--", StringComparison.Ordinal)];
}
