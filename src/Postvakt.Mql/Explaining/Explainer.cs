using Postvakt.Mql.Checking;
using Postvakt.Mql.Execution;
using Postvakt.Mql.Rules;
using Postvakt.Mql.Syntax;

namespace Postvakt.Mql.Explaining;

/// <summary>Walks a rule over a message once more and tells what its parts came to. Slower than an evaluation, as each part is asked for itself.</summary>
internal sealed class Explainer
{
    private const int MaxParts = 500;
    private const int MaxItems = 10;
    private const int LongestSource = 120;
    private const int LongestValue = 160;

    private readonly MqlRule _rule;
    private readonly Compiler _compiler;
    private readonly Frame _frame;
    private readonly Paths _paths;
    private int _parts;

    private Explainer(MqlRule rule, Compiler compiler, Frame frame)
    {
        (_rule, _compiler, _frame) = (rule, compiler, frame);
        _paths = new(frame, node => compiler.Of(node).Value(frame));
    }

    public static MqlExplanation Explain(MqlRule rule, MqlResult result, Compiler compiler, Frame frame)
    {
        var explainer = new Explainer(rule, compiler, frame);
        var tree = explainer.Part(rule.Tree, null);
        var evidence = result.Outcome == MqlOutcome.Match ? new EvidenceFinder(rule, compiler, frame).Find() : [];
        return new(result, tree, evidence, explainer._parts >= MaxParts || frame.IsSpent);
    }

    private MqlPart Part(Typed node, string? item)
    {
        _parts++;
        var value = Excerpt.Of(_compiler.Of(node).Value(_frame).ToString(), LongestValue);
        var (line, column) = _rule.Map.Of(node.Syntax.Place);
        return new(Excerpt.OfSource(_rule.Source.Substring(node.Syntax.Place.Start, node.Syntax.Place.Length), LongestSource), value, item, line, column, [.. Parts(node)]);
    }

    private IEnumerable<MqlPart> Parts(Typed node)
    {
        if (node is { Kind: NodeKind.Call, Symbol: CoreFunction and <= CoreFunction.Ratio, Children.Count: 2 }) return Loop(node);
        // The path of a field tells nothing that its value does not.
        if (node.Kind is NodeKind.Member && _paths.Of(node[0]) is { } path && !path.Contains('(', StringComparison.Ordinal)) return [];
        return Until(node, node.Kind switch { NodeKind.And => Truth.False, NodeKind.Or => Truth.True, _ => default });
    }

    /// <summary>The parts, up to the one that decides.</summary>
    private IEnumerable<MqlPart> Until(Typed node, Truth decides)
    {
        foreach (var child in node.Children)
        {
            if (_parts >= MaxParts) yield break;
            if (!IsTold(child)) continue;
            yield return Part(child, null);
            if (decides.Mask != 0 && _compiler.Of(child).Test(_frame).Mask == decides.Mask) yield break;
        }
    }

    private IEnumerable<MqlPart> Loop(Typed node)
    {
        if (_parts < MaxParts && IsTold(node[0])) yield return Part(node[0], null);
        if (_compiler.Of(node[0]).Value(_frame).Array is not { } items) yield break;
        for (var i = 0; i < Math.Min(items.Count, MaxItems) && _parts < MaxParts && !_frame.IsSpent; i++)
        {
            var path = _paths.Item(node[0], i);
            yield return _paths.InItem(items[i], path, () => Part(node[1], path));
            var truth = node.Symbol is CoreFunction.Any or CoreFunction.All ? _paths.InItem(items[i], path, () => _compiler.Of(node[1]).Test(_frame).AsPredicate()) : default;
            if (node.Symbol is CoreFunction.Any && truth.IsTrue || node.Symbol is CoreFunction.All && truth.IsFalse) yield break;
        }
    }

    /// <summary>What the rule itself writes needs no value beside it.</summary>
    private static bool IsTold(Typed node) => node.Kind is not (NodeKind.Text or NodeKind.Integer or NodeKind.Decimal or NodeKind.True or NodeKind.False or NodeKind.Null or NodeKind.Tuple);
}
