using Postvakt.Sigma.Yaml;

namespace Postvakt.Sigma.Rules;

/// <summary>Reads what a rule says of itself.</summary>
internal static class InfoReader
{
    private static readonly string[] Levels = ["informational", "low", "medium", "high", "critical"];
    private static readonly string[] Statuses = ["stable", "test", "experimental", "deprecated", "unsupported"];

    public static SigmaRule Read(Node root, SigmaRuleKind kind, string file, Action<Node, string> warn)
    {
        var title = NodeReading.Word(root, "title") ?? throw new RuleFaultException(root, "'title' is missing" + Suggestion.For("title", root.Pairs.Select(p => p.Key.Text)));
        if (title.Length > 256) warn(root["title"]!, "'title' is longer than 256 characters");
        return new SigmaRule
        {
            Kind = kind,
            Title = title,
            Id = NodeReading.Word(root, "id", 256)?.Trim().ToLowerInvariant() is { Length: > 0 } id ? id : null,
            Name = NodeReading.Word(root, "name", 256) is { Length: > 0 } name ? name : null,
            Level = OneOf(root, "level", Levels, warn) is { } level ? (SigmaLevel)Array.IndexOf(Levels, level) : SigmaLevel.Informational,
            Status = OneOf(root, "status", Statuses, warn),
            Description = NodeReading.Word(root, "description"),
            Author = NodeReading.Word(root, "author"),
            License = NodeReading.Word(root, "license"),
            Date = NodeReading.Word(root, "date"),
            Modified = NodeReading.Word(root, "modified"),
            Taxonomy = NodeReading.Word(root, "taxonomy"),
            References = NodeReading.Words(root, "references"),
            Tags = NodeReading.Words(root, "tags"),
            FalsePositives = NodeReading.Words(root, "falsepositives"),
            Fields = NodeReading.Words(root, "fields"),
            Scope = NodeReading.Words(root, "scope"),
            LogSource = kind == SigmaRuleKind.Correlation ? new(null, null, null) : LogSource(root),
            File = file,
            Line = root.Line,
        };
    }

    private static SigmaLogSource LogSource(Node root)
    {
        var map = NodeReading.Map(root, "logsource");
        var source = new SigmaLogSource(Part("category"), Part("product"), Part("service"));
        return source == new SigmaLogSource(null, null, null) ? throw new RuleFaultException(map, "'logsource' names no category, product or service" + Suggestion.For("category", map.Pairs.Select(p => p.Key.Text))) : source;
        string? Part(string key) => NodeReading.Word(map, key, 256)?.Trim().ToLowerInvariant() is { Length: > 0 } word ? word : null;
    }

    private static string? OneOf(Node root, string key, string[] known, Action<Node, string> warn)
    {
        if (NodeReading.Word(root, key) is not { } word) return null;
        if (known.Contains(word)) return word;
        warn(root[key]!, $"'{key}' is '{word}', which is none of {string.Join(", ", known)}" + Suggestion.For(word, known));
        return null;
    }
}
