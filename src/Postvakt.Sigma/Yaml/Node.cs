namespace Postvakt.Sigma.Yaml;

/// <summary>A value of a YAML file with its place, counted from 1.</summary>
internal sealed class Node(NodeKind kind, int line, int column)
{
    public NodeKind Kind { get; } = kind;

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>A scalar as it was written; of a number its plain decimal form. Empty for lists and maps.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<Node> Items { get; init; } = [];

    /// <summary>Keys in the order of the file; no key twice.</summary>
    public IReadOnlyList<(Node Key, Node Value)> Pairs { get; init; } = [];

    /// <summary>Values in it when each alias is written out; itself included.</summary>
    public int Weight { get; init; } = 1;

    public bool IsScalar => Kind is not (NodeKind.List or NodeKind.Map);

    public Node? this[string key]
    {
        get
        {
            foreach (var (name, value) in Pairs)
                if (name.Text == key) return value;
            return null;
        }
    }
}
