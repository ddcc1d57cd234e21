using System.Globalization;
using Postvakt.Sigma.Rules;
using Postvakt.Sigma.Yaml;

namespace Postvakt.Sigma.Mapping;

/// <summary>Reads mapping files; an entry that is wrong is left out with a sentence.</summary>
internal static class MappingReader
{
    private static readonly string[] EventKeys = ["channel", "event_id", "provider", "where", "fields", "values"];

    public static SigmaMapping Read(string name, string text, ICollection<SigmaProblem> problems)
    {
        var sources = new Dictionary<SigmaLogSource, IReadOnlyList<MappedEvents>>();
        string channel = "Channel", eventId = "EventID", provider = "Provider_Name";
        if (text.Length > YamlLimits.MaxBytes)
        {
            problems.Add(new(name, 0, 0, true, $"larger than {YamlLimits.MaxBytes >> 20} MiB"));
            return new(sources, channel, eventId, provider);
        }
        foreach (var document in YamlReader.Read(text))
        {
            if (document.Fault is { } fault)
            {
                problems.Add(new(name, fault.Line, fault.Column, true, fault.Message));
                continue;
            }
            Guarded(() =>
            {
                var root = document.Root!;
                if (root.Kind != NodeKind.Map) throw new RuleFaultException(root, "a mapping is a map with 'version' and 'sources'");
                if (NodeReading.Word(root, "version") is not "1") throw new RuleFaultException(root, "'version: 1' is missing: the form of the file");
                if (root["facts"] is not null)
                {
                    var facts = NodeReading.Map(root, "facts");
                    channel = NodeReading.Word(facts, "channel") ?? channel;
                    eventId = NodeReading.Word(facts, "event_id") ?? eventId;
                    provider = NodeReading.Word(facts, "provider") ?? provider;
                }
                foreach (var entry in root["sources"] is { Kind: NodeKind.List } list ? list.Items : throw new RuleFaultException(root, "'sources' must be a list")) Guarded(() => Entry(entry, provider, sources));
            });
        }
        return new(sources, channel, eventId, provider);

        void Guarded(Action read)
        {
            try
            {
                read();
            }
            catch (RuleFaultException fault)
            {
                problems.Add(new(name, fault.Place.Line, fault.Place.Column, true, fault.Message));
            }
        }
    }

    private static void Entry(Node entry, string provider, Dictionary<SigmaLogSource, IReadOnlyList<MappedEvents>> sources)
    {
        if (entry.Kind != NodeKind.Map) throw new RuleFaultException(entry, "an entry of 'sources' is a map with 'logsource' and 'events'");
        var map = NodeReading.Map(entry, "logsource");
        var source = new SigmaLogSource(NodeReading.Word(map, "category")?.ToLowerInvariant(), NodeReading.Word(map, "product")?.ToLowerInvariant(), NodeReading.Word(map, "service")?.ToLowerInvariant());
        if (source == new SigmaLogSource(null, null, null)) throw new RuleFaultException(map, "'logsource' names no category, product or service");
        if (entry["events"] is not { Kind: NodeKind.List, Items.Count: > 0 } events) throw new RuleFaultException(entry, "'events' must be a list of at least one");
        if (!sources.TryAdd(source, [.. events.Items.Select(e => Events(e, provider))])) throw new RuleFaultException(entry, $"the log source ({source}) has an entry already");
    }

    private static MappedEvents Events(Node node, string provider)
    {
        if (node.Kind != NodeKind.Map) throw new RuleFaultException(node, "an event is a map: " + string.Join(", ", EventKeys));
        foreach (var (key, _) in node.Pairs)
            if (!EventKeys.Contains(key.Text)) throw new RuleFaultException(key, $"'{key.Text}' is not known" + Suggestion.For(key.Text, EventKeys));
        var channels = NodeReading.Words(node, "channel");
        var where = new List<(string, IReadOnlyList<string>)>();
        if (NodeReading.Words(node, "provider") is { Count: > 0 } providers) where.Add((provider, providers));
        if (node["where"] is not null) where.AddRange(NodeReading.Map(node, "where").Pairs.Select(p => (p.Key.Text, NodeReading.Words(node["where"]!, p.Key.Text))));
        return new()
        {
            Channels = channels.Count == 0 || channels.Contains("*") ? null : channels,
            EventIds = NodeReading.Words(node, "event_id") is { Count: > 0 } ids ? [.. ids.Select(i => long.TryParse(i, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw new RuleFaultException(node["event_id"]!, $"'{i}' is no number of an event"))] : null,
            Where = where,
            Fields = node["fields"] is null ? new Dictionary<string, IReadOnlyList<string>>() : Map(node, "fields", (map, key) => NodeReading.Words(map, key)),
            Values = node["values"] is null ? new Dictionary<string, IReadOnlyDictionary<string, string>>() : Map(node, "values", (map, key) => (IReadOnlyDictionary<string, string>)Values(map, key)),
        };
    }

    private static Dictionary<string, T> Map<T>(Node node, string key, Func<Node, string, T> read)
    {
        var map = NodeReading.Map(node, key);
        return map.Pairs.ToDictionary(p => p.Key.Text, p => read(map, p.Key.Text), StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Values(Node map, string key)
    {
        var values = NodeReading.Map(map, key);
        return values.Pairs.ToDictionary(p => p.Key.Text, p => NodeReading.Word(values, p.Key.Text) ?? "", StringComparer.OrdinalIgnoreCase);
    }
}
