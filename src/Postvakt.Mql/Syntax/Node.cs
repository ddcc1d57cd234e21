namespace Postvakt.Mql.Syntax;

/// <summary>A part of a source: one shape for all kinds, so that whatever walks the tree walks it one way.</summary>
internal sealed class Node(NodeKind kind, Place place, string text, IReadOnlyList<Node> children, int dots = 0)
{
    public NodeKind Kind { get; } = kind;

    public Place Place { get; } = place;

    /// <summary>Name, operator or value, as <see cref="NodeKind"/> says.</summary>
    public string Text { get; } = text;

    public IReadOnlyList<Node> Children { get; } = children;

    /// <summary>Of a scope: 1 for the innermost loop.</summary>
    public int Dots { get; } = dots;

    public Node this[int child] => Children[child];
}
