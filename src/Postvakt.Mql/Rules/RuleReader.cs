using Postvakt.Mql.Checking;

namespace Postvakt.Mql.Rules;

/// <summary>Reads what a rule says of itself; whatever of it has an odd shape is left empty, as it decides nothing.</summary>
internal static class RuleReader
{
    private static readonly string[] Known =
        ["name", "id", "type", "description", "severity", "source", "references", "tags", "attack_types", "tactics_and_techniques", "detection_methods", "false_positives", "authors"];

    public static MqlRule Read(Yaml root, string file, string source, SourceMap map, Typed tree, string type) => new()
    {
        Name = root["name"]?.Text ?? Path.GetFileNameWithoutExtension(file),
        Id = root["id"]?.Text is { Length: > 0 } id ? id : Path.GetFileNameWithoutExtension(file),
        Type = type,
        Description = root["description"]?.Text,
        Severity = root["severity"]?.Text,
        References = Words(root["references"]),
        Tags = Words(root["tags"]),
        AttackTypes = Words(root["attack_types"]),
        TacticsAndTechniques = Words(root["tactics_and_techniques"]),
        DetectionMethods = Words(root["detection_methods"]),
        FalsePositives = Words(root["false_positives"]),
        Authors = Words(root["authors"]),
        Others = root.Pairs.Where(p => !Known.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value.Text ?? string.Join(", ", Words(p.Value))),
        Source = source,
        File = file,
        Line = root.Line,
        Capabilities = [.. CapabilityNames.Of(tree)],
        Needs = type == "query" ? [] : NeedFinder.Of(tree),
        Map = map,
        Tree = tree,
    };

    /// <summary>The words of a list; of a map in it the first word.</summary>
    private static IReadOnlyList<string> Words(Yaml? value) =>
        value is null ? [] : value.Text is { Length: > 0 } one ? [one] : [.. value.Items.Select(i => i.Text ?? i.Pairs.Select(p => p.Value.Text).FirstOrDefault(t => t is not null)).OfType<string>()];
}
