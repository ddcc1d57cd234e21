using Postvakt.Sigma.Yaml;

namespace Postvakt.Sigma.Rules;

/// <summary>Reads a file of placeholders: a YAML map of names and their values, one or a list.</summary>
public static class SigmaPlaceholders
{
    /// <summary>The values by name; problems go to <paramref name="problems"/> and leave their name out.</summary>
    /// <param name="name">What problems call the text by.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(string name, string text, ICollection<SigmaProblem> problems)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (text.Length > YamlLimits.MaxBytes)
        {
            problems.Add(new(name, 0, 0, true, $"larger than {YamlLimits.MaxBytes >> 20} MiB"));
            return values;
        }
        foreach (var document in YamlReader.Read(text))
        {
            if (document.Fault is { } fault) problems.Add(new(name, fault.Line, fault.Column, true, fault.Message));
            else if (document.Root!.Kind != NodeKind.Map) problems.Add(new(name, document.Root.Line, document.Root.Column, true, "a file of placeholders is a map of names and values"));
            else foreach (var (key, value) in document.Root.Pairs) Add(key, value);
        }
        return values;

        void Add(Node key, Node value)
        {
            var items = value.Kind == NodeKind.List ? value.Items : [value];
            if (items.Any(i => !i.IsScalar || i.Kind == NodeKind.Null) || items.Count == 0) problems.Add(new(name, key.Line, key.Column, true, $"placeholder '{key.Text}' needs a value or a list of values"));
            else values[key.Text.Trim('%')] = [.. items.Select(i => i.Text)];
        }
    }
}
