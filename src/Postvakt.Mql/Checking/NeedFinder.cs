using System.Globalization;
using Postvakt.Mql.Rules;
using Postvakt.Mql.Schema;
using Postvakt.Mql.Syntax;

namespace Postvakt.Mql.Checking;

/// <summary>
/// Derives what must hold of a message's fields before a condition can be true, or false. Each step is one law: all parts of a true "and" are true; of a true "or" one is, so that only what all of them need is needed; what
/// is compared and gives true or false is not null; a loop that finds something had items.
/// </summary>
internal static class NeedFinder
{
    public static IReadOnlyList<MqlNeed> Of(Typed tree) => [.. Find(tree, true).OrderBy(n => n.Path, StringComparer.Ordinal)];

    /// <param name="wanted">What the condition is to be; never null, so that null in a part that makes it null is ruled out too.</param>
    private static HashSet<MqlNeed> Find(Typed node, bool wanted)
    {
        switch (node.Kind)
        {
            case NodeKind.Not: return Find(node[0], !wanted);
            case NodeKind.And: return Join(node.Children.Select(c => Find(c, wanted)), all: wanted);
            case NodeKind.Or: return Join(node.Children.Select(c => Find(c, wanted)), all: !wanted);
            case NodeKind.Of: return wanted ? Join(node.Children.Select(c => Find(c, true)), all: node.Syntax.Text == node.Children.Count.ToString(CultureInfo.InvariantCulture)) : [];
            case NodeKind.Compare: return Compared(node, wanted);
            case NodeKind.Range when wanted: return Join([Join(node.Children.Select(Present), all: true), Lengths(node[1], node.Syntax.Text.StartsWith("< ", StringComparison.Ordinal) ? ">" : ">=", node[0])], all: true);
            case NodeKind.In: return Present(node[0]);
            case NodeKind.IsNull: return node.Syntax.Text == "is not null" == wanted ? Present(node[0]) : [];
            case NodeKind.Name or NodeKind.Member when node.Type.Kind == MqlKind.Bool && PathOf(node) is { } path: return [new(path, wanted ? MqlNeedKind.True : MqlNeedKind.Present) { Field = node }];
            case NodeKind.Name or NodeKind.Member or NodeKind.Index: return Present(node);
            case NodeKind.Call when node.Symbol is CoreFunction.Any && wanted: return Join([NotEmpty(node[0]), Find(node[1], true)], all: true);
            case NodeKind.Call when node.Symbol is CoreFunction.All && !wanted: return NotEmpty(node[0]);
            case NodeKind.Call when node.Symbol is MqlSignature: return Present(node);
        }
        return [];
    }

    private static HashSet<MqlNeed> Join(IEnumerable<HashSet<MqlNeed>> parts, bool all)
    {
        HashSet<MqlNeed>? joined = null;
        foreach (var part in parts)
        {
            if (joined is null) joined = part;
            else if (all) joined.UnionWith(part);
            else joined.IntersectWith(part);
        }
        return joined ?? [];
    }

    private static HashSet<MqlNeed> Compared(Typed node, bool wanted)
    {
        var needs = Join([Present(node[0]), Present(node[1])], all: true);
        if (!wanted) return needs;
        var sign = node.Syntax.Text;
        needs.UnionWith(Lengths(node[0], sign, node[1]));
        needs.UnionWith(Lengths(node[1], sign switch { "<" => ">", "<=" => ">=", ">" => "<", ">=" => "<=", _ => sign }, node[0]));
        return needs;
    }

    /// <summary>length(list) > 0 and its like: the list has an item.</summary>
    private static HashSet<MqlNeed> Lengths(Typed length, string sign, Typed number)
    {
        if (length is not { Kind: NodeKind.Call, Symbol: CoreFunction.Length } || number.Kind != NodeKind.Integer || length[0].Type.Kind != MqlKind.Array) return [];
        var least = long.Parse(number.Syntax.Text, CultureInfo.InvariantCulture);
        return sign == ">" || (sign is ">=" or "==" && least > 0) || (sign == "!=" && least == 0) ? NotEmpty(length[0]) : [];
    }

    /// <summary>What is not null when this value is not.</summary>
    private static HashSet<MqlNeed> Present(Typed node)
    {
        // A list of the message is empty, not null, whatever it hangs on.
        if (node.Type.Kind == MqlKind.Array && node.Origin == Origin.Root) return [];
        if (PathOf(node) is { } path) return [new(path, MqlNeedKind.Present) { Field = node }];
        return node.Kind switch
        {
            NodeKind.Member => Present(node[0]),
            NodeKind.Arithmetic => Join(node.Children.Select(Present), all: true),
            NodeKind.Index => Join([node[0].Type.Kind == MqlKind.Array ? NotEmpty(node[0]) : Present(node[0]), Present(node[1])], all: true),
            NodeKind.Call when node.Symbol is CoreFunction.Length => Present(node[0]),
            // Of texts of which one is enough, only the first argument is always looked at.
            NodeKind.Call when node.Symbol is MqlSignature { Positional: > 0 } => Present(node[0]),
            _ => [],
        };
    }

    /// <summary>What has items when this list has.</summary>
    private static HashSet<MqlNeed> NotEmpty(Typed list)
    {
        if (PathOf(list) is { } path) return [new(path, MqlNeedKind.NotEmpty) { Field = list }];
        return list switch
        {
            { Kind: NodeKind.Call, Symbol: CoreFunction.Filter } => Join([NotEmpty(list[0]), Find(list[1], true)], all: true),
            { Kind: NodeKind.Call, Symbol: CoreFunction.Map or CoreFunction.Distinct } => NotEmpty(list[0]),
            { Kind: NodeKind.Call, Symbol: CoreFunction.Flatten } when list[0].Kind == NodeKind.Array => Join(list[0].Children.Select(NotEmpty), all: false),
            { Kind: NodeKind.Member } => Present(list[0]),
            { Kind: NodeKind.Call, Symbol: MqlSignature { Positional: > 0 } } => Present(list[0]),
            _ => [],
        };
    }

    /// <summary>The path of a field that hangs on the message by members alone.</summary>
    private static string? PathOf(Typed node) => node.Kind switch
    {
        NodeKind.Name => node.Syntax.Text,
        NodeKind.Member when node.Symbol is MqlField && PathOf(node[0]) is { } owner => $"{owner}.{node.Syntax.Text}",
        _ => null,
    };
}
