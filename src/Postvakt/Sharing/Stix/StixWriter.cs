using System.Text.Json.Nodes;
using Postvakt.Indicators;
using Postvakt.Sharing.Patterns;

namespace Postvakt.Sharing.Stix;

/// <summary>The objects of one report.</summary>
internal sealed class StixWriter(SharedReport report)
{
    /// <summary>STIX 2.1, 4.14 and 5.2: counts are below a thousand million.</summary>
    public const long MaxCount = 999_999_999;

    private readonly List<JsonObject> _objects = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public IReadOnlyList<JsonObject> Write(string always)
    {
        Add(StixTlp.Marking(report.Tlp));
        if (report.Producer.Id.Length > 0) Add(Unchanging("identity", report.Producer.Id, always, ("name", report.Producer.Name.Length > 0 ? report.Producer.Name : "unnamed"), ("identity_class", "organization")));
        var campaign = Add(Campaign());
        foreach (var technique in report.Techniques) Relate(campaign, "uses", Add(Technique(technique, always)));
        foreach (var family in report.Families) Relate(campaign, "uses", Add(Unchanging("malware", Id("malware", report.Producer.Id, family), always, ("name", family), ("is_family", true))));
        var observed = Observed();
        foreach (var indicator in report.Indicators)
        {
            if (Indicator(indicator) is not { } written) continue;
            var id = Add(written);
            Relate(id, "indicates", campaign);
            var isObserved = observed.Length > 0 && StixObservable.Of(indicator.Indicator) is not null;
            if (isObserved) Relate(id, "based-on", observed);
            if (indicator.Seen is { } seen) Add(Sighting(id, seen, isObserved ? observed : ""));
        }
        Add(Report());
        return _objects;
    }

    private JsonObject Campaign()
    {
        var campaign = Changing("campaign", Id("campaign", report.Id), ("name", Named(report.Name)));
        if (report.Description.Length > 0) campaign["description"] = report.Description;
        if (report.FirstSeen is { } first) campaign["first_seen"] = StixTime.Of(first);
        if (report.LastSeen is { } last) campaign["last_seen"] = StixTime.Of(last);
        return campaign;
    }

    private JsonObject Technique(string technique, string always)
    {
        var pattern = Unchanging("attack-pattern", Id("attack-pattern", report.Producer.Id, technique), always, ("name", AttackTechniques.NameOf(technique)));
        pattern["external_references"] = new JsonArray(new JsonObject { ["source_name"] = "mitre-attack", ["external_id"] = technique, ["url"] = "https://attack.mitre.org/techniques/" + technique.Replace('.', '/') + "/" });
        return pattern;
    }

    /// <summary>Id of what was observed, or empty where times or observables are missing.</summary>
    private string Observed()
    {
        var seen = report.Indicators.Where(i => StixPattern.Of(i.Indicator) is not null).Select(i => StixObservable.Of(i.Indicator)).OfType<JsonObject>().Concat(report.Examples.SelectMany(StixObservable.Mail)).Select(o => Add(Marked(o))).Distinct(StringComparer.Ordinal).ToArray();
        if (seen.Length == 0 || report.Mails <= 0 || report.FirstSeen is not { } first || report.LastSeen is not { } last) return "";
        var observed = Changing("observed-data", Id("observed-data", report.Id), ("first_observed", StixTime.Of(first)), ("last_observed", StixTime.Of(last)), ("number_observed", Math.Min(report.Mails, MaxCount)));
        observed["object_refs"] = Refs(seen);
        return Add(observed);
    }

    /// <summary>Null for a type that patterns do not say.</summary>
    private JsonObject? Indicator(SharedIndicator indicator)
    {
        if (StixPattern.Of(indicator.Indicator) is not { } pattern) return null;
        var written = Changing("indicator", indicator.Id.Length > 0 ? indicator.Id : IdOf(report.Id, indicator.Indicator), ("name", $"{indicator.Indicator.Type} {Defanged.Of(indicator.Indicator)}"),
            ("pattern", pattern), ("pattern_type", "stix"), ("pattern_version", "2.1"), ("valid_from", StixTime.Of(indicator.ValidFrom)), ("confidence", indicator.Confidence));
        written["indicator_types"] = new JsonArray("malicious-activity");
        if (indicator.ValidUntil is { } until) written["valid_until"] = StixTime.Of(until);
        if (indicator.Description.Length > 0) written["description"] = indicator.Description;
        if (indicator.Labels.Count > 0) written["labels"] = Refs(indicator.Labels);
        if (indicator.Revoked) written["revoked"] = true;
        return written;
    }

    private JsonObject Sighting(string indicator, Sightings seen, string observed)
    {
        var written = Changing("sighting", Id("sighting", indicator), ("sighting_of_ref", indicator), ("count", Math.Min(seen.Mails, MaxCount)), ("first_seen", StixTime.Of(seen.First)), ("last_seen", StixTime.Of(seen.Last)));
        if (observed.Length > 0) written["observed_data_refs"] = new JsonArray(observed);
        if (report.Producer.Id.Length > 0) written["where_sighted_refs"] = new JsonArray(report.Producer.Id);
        return written;
    }

    private JsonObject Report()
    {
        var written = Changing("report", report.Id.Length > 0 ? report.Id : Id("report", report.Producer.Id, report.Name), ("name", Named(report.Name)), ("published", StixTime.Of(report.Modified)));
        if (report.Description.Length > 0) written["description"] = report.Description;
        written["report_types"] = new JsonArray("campaign");
        written["object_refs"] = Refs(_ids.Where(i => !i.StartsWith("marking-definition", StringComparison.Ordinal)));
        return written;
    }

    private void Relate(string source, string type, string target) => Add(Changing("relationship", Id("relationship", source, type, target), ("relationship_type", type), ("source_ref", source), ("target_ref", target)));

    private string Add(JsonObject made)
    {
        var id = (string)made["id"]!;
        if (_ids.Add(id)) _objects.Add(made);
        return id;
    }

    private JsonObject Changing(string type, string id, params ReadOnlySpan<(string Name, JsonNode Value)> properties)
    {
        var made = Marked(new JsonObject { ["type"] = type, ["spec_version"] = "2.1", ["id"] = id });
        if (report.Producer.Id.Length > 0) made["created_by_ref"] = report.Producer.Id;
        made["created"] = StixTime.Of(report.Created);
        made["modified"] = StixTime.Of(report.Modified);
        if (report.Revoked) made["revoked"] = true;
        foreach (var (name, value) in properties) made[name] = value;
        return made;
    }

    /// <summary>What is the same in every report: marked by nothing, as another report would mark it otherwise.</summary>
    private JsonObject Unchanging(string type, string id, string always, params ReadOnlySpan<(string Name, JsonNode Value)> properties)
    {
        var made = new JsonObject { ["type"] = type, ["spec_version"] = "2.1", ["id"] = id };
        if (report.Producer.Id.Length > 0 && type != "identity") made["created_by_ref"] = report.Producer.Id;
        made["created"] = always;
        made["modified"] = always;
        foreach (var (name, value) in properties) made[name] = value;
        return made;
    }

    private JsonObject Marked(JsonObject made)
    {
        made["object_marking_refs"] = new JsonArray(StixTlp.Id(report.Tlp));
        return made;
    }

    /// <summary>Id of an indicator within its report: another report may say other things about the same value.</summary>
    public static string IdOf(string report, Indicator indicator) => Id("indicator", report, indicator.Type, indicator.Value);

    private static string Id(string type, params ReadOnlySpan<string> parts) => $"{type}--{StableId.Ours([type, .. parts])}";

    private static string Named(string name) => name.Length > 0 ? name : "unnamed";

    private static JsonArray Refs(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode)JsonValue.Create(v)!)]);
}
