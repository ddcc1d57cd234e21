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

    public bool CanBeTrue(Typed condition) => Truths(condition).Contains(Truth.True);

    /// <summary>What running it can come to. What is missing need not keep the whole from being known: beside a null it is false or null, and a loop takes both for "not fulfilled".</summary>
    private TruthSet Truths(Typed node) => node.Kind switch
    {
        NodeKind.True => TruthSet.Of(Truth.True),
        NodeKind.False => TruthSet.Of(Truth.False),
        NodeKind.Not => Truths(node[0]).Each(t => t.Not()),
        NodeKind.And => All(node.Children.Select(Truths)),
        NodeKind.Or => node.Children.Select(Truths).Aggregate((any, part) => any.With(part, (a, p) => a.Or(p))),
        NodeKind.Of => CountOf([.. node.Children.Select(Truths)], int.Parse(node.Syntax.Text, CultureInfo.InvariantCulture)),
        NodeKind.IsNull => IsNull(Values(node[0]), node.Syntax.Text == "is null"),
        NodeKind.Compare => Compared(Values(node[0]), Values(node[1])),
        NodeKind.Range => All(node.Children.Zip(node.Children.Skip(1), (left, right) => Compared(Values(left), Values(right)))),
        NodeKind.In => In(node),
        NodeKind.Call when node.Symbol is CoreFunction.Any or CoreFunction.All => Quantified(node),
        _ => Known(Values(node), TruthSet.Either, TruthSet.Unknown),
    };

    private static TruthSet All(IEnumerable<TruthSet> parts) => parts.Aggregate((all, part) => all.With(part, (a, p) => a.And(p)));

    private static TruthSet Known(int value, TruthSet there, TruthSet missing) => value == 0 ? missing : ((value & There) != 0 ? there : default) | ((value & Null) != 0 ? TruthSet.Null : default);

    /// <summary>As <see cref="OfCode"/> counts; the parts seen so far are told by what matters of them.</summary>
    private static TruthSet CountOf(TruthSet[] parts, int wanted)
    {
        HashSet<(int Surely, int Perhaps, bool Null, bool PerhapsNull)> counts = [(0, 0, false, false)];
        foreach (var part in parts)
        {
            counts = [.. counts.SelectMany(_ => part.Members, (c, t) =>
                (c.Surely + (t.IsTrue ? 1 : 0), c.Perhaps + (t is { IsTrue: false, MayBeTrue: true } ? 1 : 0), c.Null || t.Mask == Truth.CanBeNull, c.PerhapsNull || (t.Mask & Truth.CanBeNull) != 0))];
        }
        return counts.Aggregate(default(TruthSet), (all, c) => all | TruthSet.Of(OfCode.Of(wanted, c.Surely, c.Perhaps, c.Null, c.PerhapsNull)));
    }

    private static TruthSet IsNull(int value, bool wanted) =>
        value == 0 ? TruthSet.Of(new(Truth.CanBeTrue | Truth.CanBeFalse, null)) : ((value & There) != 0 ? TruthSet.Of(Truth.Of(!wanted)) : default) | ((value & Null) != 0 ? TruthSet.Of(Truth.Of(wanted)) : default);

    private static TruthSet Compared(int left, int right)
    {
        var isNull = ((left | right) & Null) != 0 ? TruthSet.Null : default;
        if ((left & right & There) != 0) return isNull | TruthSet.Either;
        return (left == 0 && right != Null) || (right == 0 && left != Null) ? isNull | TruthSet.Unknown : isNull;
    }

    /// <summary>As a loop over the list that compares each item.</summary>
    private TruthSet In(Typed node)
    {
        var (value, list) = (Values(node[0]), Values(node[1]));
        var none = (value & Null) != 0 ? TruthSet.Null : default;
        if (value == Null) return none;
        var same = Compared(value & There, Item(node[1])).Each(t => t.AsPredicate());
        var found = TruthSet.Of(Truth.False).Over(same | same.Each(t => t.OrElse(Truth.CanBeFalse, null)), (any, t) => any.Or(t));
        if (node.Syntax.Text.StartsWith("not", StringComparison.Ordinal)) found = found.Each(t => t.Not());
        // A list that is looked up as a whole knows nothing of what is missing.
        return none | Known(list, found, TruthSet.Unknown) | (value == 0 ? TruthSet.Unknown : default);
    }

    private TruthSet Quantified(Typed node)
    {
        var all = node.Symbol is CoreFunction.All;
        var list = Values(node[0]);
        if (list == 0) return all ? TruthSet.Of(new(Truth.CanBeTrue | Truth.CanBeFalse, null)) : TruthSet.Unknown;
        var truths = (list & Null) == 0 ? default : all ? TruthSet.Of(Truth.True) : TruthSet.Null;
        if ((list & There) == 0) return truths;
        var item = InItem(node[0], () => Truths(node[1])).Each(t => t.AsPredicate());
        // An item may itself be in doubt.
        item |= item.Each(t => t.OrElse(all ? Truth.CanBeTrue : Truth.CanBeFalse, null));
        return truths | TruthSet.Of(Truth.Of(all)).Over(item, (some, t) => all ? some.And(t) : some.Or(t));
    }

    private T InItem<T>(Typed list, Func<T> body)
    {
        _items.Push(Item(list));
        var value = body();
        _items.Pop();
        return value;
    }

    /// <summary>What an item of a list can be.</summary>
    private int Item(Typed list) => list switch
    {
        { Kind: NodeKind.Array or NodeKind.Tuple } => list.Children.Aggregate(0, (known, c) => known | Values(c)),
        { Kind: NodeKind.Call, Symbol: CoreFunction.Filter or CoreFunction.Distinct } => Item(list[0]),
        { Kind: NodeKind.Call, Symbol: CoreFunction.Map } => InItem(list[0], () => Values(list[1])),
        _ => There | Null,
    };

    private int Values(Typed node)
    {
        switch (node.Kind)
        {
            case NodeKind.Null: return Null;
            case NodeKind.Text or NodeKind.Integer or NodeKind.Decimal or NodeKind.True or NodeKind.False or NodeKind.Array or NodeKind.Tuple: return There;
            case NodeKind.List: return has("$" + node.Syntax.Text) ? There : 0;
            case NodeKind.Name: return node.Type.Kind == MqlKind.Array ? There : There | Null;
            case NodeKind.Scope: return _items.ElementAt(node.Syntax.Dots - 1);
            case NodeKind.Member: return Values(node[0]) is var owner && (owner & There) != 0 ? There | Null : owner;
            case NodeKind.Index or NodeKind.Slice or NodeKind.Arithmetic: return Applied(node.Children);
            case NodeKind.Call when node.Symbol is MqlSignature function: return Called(node, function);
            case NodeKind.Call when node.Symbol is CoreFunction core && core is not (CoreFunction.Any or CoreFunction.All): return OfCore(node, core);
        }
        var truths = Truths(node);
        return (truths.Contains(Truth.True) || truths.Contains(Truth.False) ? There : 0) | (truths.Contains(Truth.Null) ? Null : 0);
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
