using System.Globalization;
using Postvakt.Mql.Execution;
using Postvakt.Mql.Schema;
using Postvakt.Mql.Syntax;
using Postvakt.Mql.Texts;

namespace Postvakt.Mql.Checking;

/// <summary>
/// What a source can come to for certain in some message when a host lacks some of what it names. An upper bound: each part is looked at alone, so that <c>x and not x</c> counts as possible.
/// </summary>
/// <param name="has">Whether the host has a function, or a list (with a dollar sign).</param>
internal sealed class Reach(Func<string, bool> has)
{
    /// <summary>A value that is there.</summary>
    private const int There = 1;

    private const int Null = 2;

    private readonly Stack<int> _items = new();

    public bool CanBeTrue(Typed condition) => (Truths(condition) & Truth.CanBeTrue) != 0;

    /// <summary>The truths that it can have for certain.</summary>
    private int Truths(Typed node)
    {
        var parts = node.Kind is NodeKind.And or NodeKind.Or or NodeKind.Not or NodeKind.Of ? node.Children.Select(Truths).ToArray() : [];
        switch (node.Kind)
        {
            case NodeKind.True: return Truth.CanBeTrue;
            case NodeKind.False: return Truth.CanBeFalse;
            case NodeKind.Not: return (parts[0] & Truth.CanBeNull) | ((parts[0] & 1) << 2) | ((parts[0] & 4) >> 2);
            case NodeKind.And: return Joined(parts, Truth.CanBeTrue, Truth.CanBeFalse);
            case NodeKind.Or: return Joined(parts, Truth.CanBeFalse, Truth.CanBeTrue);
            case NodeKind.Of: return CountOf(parts, int.Parse(node.Syntax.Text, CultureInfo.InvariantCulture));
            case NodeKind.IsNull:
                var value = Values(node[0]);
                var isNull = node.Syntax.Text == "is null";
                return ((value & There) != 0 ? (isNull ? Truth.CanBeFalse : Truth.CanBeTrue) : 0) | ((value & Null) != 0 ? (isNull ? Truth.CanBeTrue : Truth.CanBeFalse) : 0);
            case NodeKind.Compare or NodeKind.Range or NodeKind.In: return Compared(node);
            case NodeKind.Call when node.Symbol is CoreFunction.Any or CoreFunction.All: return Quantified(node);
        }
        var known = Values(node);
        return ((known & There) != 0 ? Truth.CanBeTrue | Truth.CanBeFalse : 0) | ((known & Null) != 0 ? Truth.CanBeNull : 0);
    }

    /// <param name="all">What all parts must be for the whole to be it.</param>
    /// <param name="one">What one part is enough for.</param>
    private static int Joined(int[] parts, int all, int one)
    {
        var truths = 0;
        if (parts.All(p => (p & all) != 0)) truths |= all;
        if (parts.Any(p => (p & one) != 0)) truths |= one;
        if (parts.Any(p => (p & Truth.CanBeNull) != 0) && parts.All(p => (p & (Truth.CanBeNull | all)) != 0)) truths |= Truth.CanBeNull;
        return truths;
    }

    private static int CountOf(int[] parts, int wanted)
    {
        var truths = parts.Count(p => (p & Truth.CanBeTrue) != 0) >= wanted ? Truth.CanBeTrue : 0;
        if (parts.Any(p => (p & Truth.CanBeNull) != 0)) truths |= Truth.CanBeNull;
        if (parts.All(p => p != 0) && parts.Count(p => (p & Truth.CanBeFalse) != 0) > parts.Length - wanted) truths |= Truth.CanBeFalse;
        return truths;
    }

    private int Compared(Typed node)
    {
        var parts = node.Children.Select(c => c.Kind == NodeKind.Tuple ? There : Values(c)).ToArray();
        return (parts.All(p => (p & There) != 0) ? Truth.CanBeTrue | Truth.CanBeFalse : 0) | (parts.Any(p => (p & Null) != 0) ? Truth.CanBeNull : 0);
    }

    private int Quantified(Typed node)
    {
        var list = Values(node[0]);
        var all = node.Symbol is CoreFunction.All;
        // Over an empty list it needs no item.
        var truths = (list & Null) != 0 ? (all ? Truth.CanBeTrue : Truth.CanBeNull) : 0;
        if ((list & There) == 0) return truths;
        var body = InItem(node[0], () => Truths(node[1]));
        truths |= all ? Truth.CanBeTrue : Truth.CanBeFalse;
        if ((body & (all ? Truth.CanBeFalse | Truth.CanBeNull : Truth.CanBeTrue)) != 0) truths |= all ? Truth.CanBeFalse : Truth.CanBeTrue;
        return truths;
    }

    private int InItem(Typed list, Func<int> body)
    {
        _items.Push(Item(list));
        var value = body();
        _items.Pop();
        return value;
    }

    /// <summary>What an item of a list can be.</summary>
    private int Item(Typed list) => list switch
    {
        { Kind: NodeKind.Array } => list.Children.Aggregate(0, (known, c) => known | Values(c)),
        { Kind: NodeKind.Call, Symbol: CoreFunction.Filter or CoreFunction.Distinct } => Item(list[0]),
        { Kind: NodeKind.Call, Symbol: CoreFunction.Map } => InItem(list[0], () => Values(list[1])),
        _ => There | Null,
    };

    private int Values(Typed node)
    {
        switch (node.Kind)
        {
            case NodeKind.Null: return Null;
            case NodeKind.Text or NodeKind.Integer or NodeKind.Decimal or NodeKind.True or NodeKind.False or NodeKind.Array: return There;
            case NodeKind.List: return has("$" + node.Syntax.Text) ? There : 0;
            case NodeKind.Name: return node.Type.Kind == MqlKind.Array ? There : There | Null;
            case NodeKind.Scope: return _items.ElementAt(node.Syntax.Dots - 1);
            case NodeKind.Member: return Values(node[0]) is var owner && (owner & There) != 0 ? There | Null : owner;
            case NodeKind.Index or NodeKind.Slice or NodeKind.Arithmetic: return Applied(node.Children);
            case NodeKind.Call when node.Symbol is MqlSignature function: return Called(node, function);
            case NodeKind.Call when node.Symbol is CoreFunction core && core is not (CoreFunction.Any or CoreFunction.All): return OfCore(node, core);
        }
        var truths = Truths(node);
        return ((truths & (Truth.CanBeTrue | Truth.CanBeFalse)) != 0 ? There : 0) | ((truths & Truth.CanBeNull) != 0 ? Null : 0);
    }

    /// <summary>Null of a null; else, where all is there, a value or null.</summary>
    private int Applied(IEnumerable<Typed> arguments)
    {
        var parts = arguments.Select(Values).ToArray();
        return parts.All(p => (p & There) != 0) ? There | Null : parts.Any(p => (p & Null) != 0) ? Null : 0;
    }

    private int Called(Typed node, MqlSignature function)
    {
        // Of texts to look for, one that is there is enough.
        if (TextTests.TryKind(function.Name, out _, out _) && (Values(node[0]) & There) != 0 && node.Children.Skip(1).Any(c => (Values(c) & There) != 0)) return There | Null;
        var applied = Applied(node.Children.Take(node.Children.Count - function.Parameters.Count(p => p.Name is not null)));
        return !function.IsCapability || has(function.Name) ? applied : applied & Null & (node.Children.Count > 0 ? Null : 0);
    }

    private int OfCore(Typed node, CoreFunction core)
    {
        if (core == CoreFunction.Coalesce)
        {
            var known = 0;
            foreach (var value in node.Children.Select(Values))
            {
                known |= value & There;
                if ((value & Null) == 0) return known;
            }
            return known | Null;
        }
        var list = Values(node[0]);
        var always = core is CoreFunction.Filter or CoreFunction.Distinct or CoreFunction.Sum or CoreFunction.Flatten;
        return (list & There) != 0 ? There | (always ? 0 : list & Null) : (list & Null) == 0 ? 0 : always ? There : Null;
    }
}
