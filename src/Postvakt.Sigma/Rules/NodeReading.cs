using Postvakt.Sigma.Yaml;

namespace Postvakt.Sigma.Rules;

/// <summary>Takes typed values out of nodes, or says what stands there instead.</summary>
internal static class NodeReading
{
    public static string? Word(Node map, string key, int most = 65_535)
    {
        if (map[key] is not { Kind: not NodeKind.Null } node) return null;
        if (!node.IsScalar) throw new RuleFaultException(node, $"'{key}' must be one text, not a {Shape(node)}");
        if (node.Text.Length > most) throw new RuleFaultException(node, $"'{key}' may have {most:N0} characters");
        return node.Text;
    }

    /// <summary>A list, or one value that stands for a list of one.</summary>
    public static IReadOnlyList<string> Words(Node map, string key)
    {
        if (map[key] is not { Kind: not NodeKind.Null } node) return [];
        if (node.IsScalar) return [node.Text];
        if (node.Kind == NodeKind.Map) throw new RuleFaultException(node, $"'{key}' must be a list of texts, not a map");
        return [.. node.Items.Select(i => i.IsScalar ? i.Text : throw new RuleFaultException(i, $"'{key}' must be a list of texts; a {Shape(i)} stands in it"))];
    }

    public static Node Map(Node map, string key)
    {
        var node = map[key] ?? throw new RuleFaultException(map, $"'{key}' is missing" + Suggestion.For(key, map.Pairs.Select(p => p.Key.Text)));
        return node.Kind == NodeKind.Map ? node : throw new RuleFaultException(node, $"'{key}' must be a map of keys and values, not a {Shape(node)}");
    }

    public static bool Flag(Node map, string key)
    {
        if (map[key] is not { Kind: not NodeKind.Null } node) return false;
        return node.Kind == NodeKind.Boolean ? node.Text == "true" : throw new RuleFaultException(node, $"'{key}' must be true or false");
    }

    public static string Shape(Node node) => node.Kind switch { NodeKind.List => "list", NodeKind.Map => "map", _ => "value" };
}
