using Postvakt.Mql.Schema;
using Postvakt.Mql.Syntax;

namespace Postvakt.Mql.Checking;

/// <summary>Gives each part of a source its type, and tells where types do not fit. One fault is told once: what could not be typed fits everything.</summary>
internal sealed class Checker
{
    private readonly MqlSchema _schema;
    private readonly List<Fault> _faults;
    private readonly CallChecker _calls;
    private readonly Stack<(MqlType Type, Origin Origin)> _scopes = new();

    private Checker(MqlSchema schema, List<Fault> faults)
    {
        (_schema, _faults) = (schema, faults);
        _calls = new(this, schema);
    }

    /// <summary>The typed tree; of no use when faults were added.</summary>
    public static Typed Check(Node source, MqlSchema schema, List<Fault> faults, bool needsCondition)
    {
        var checker = new Checker(schema, faults);
        return needsCondition ? checker.Condition(source) : checker.Of(source);
    }

    public Typed Of(Node node) => node.Kind switch
    {
        NodeKind.Text => new(node, MqlType.String, []),
        NodeKind.Integer => new(node, MqlType.Int, []),
        NodeKind.Decimal => new(node, MqlType.Float, []),
        NodeKind.True or NodeKind.False => new(node, MqlType.Bool, []),
        NodeKind.Null => new(node, MqlType.Null, []),
        NodeKind.List => new(node, MqlType.ArrayOf(_schema.Lists.GetValueOrDefault(node.Text) ?? MqlType.String), []),
        NodeKind.Name => Name(node),
        NodeKind.Scope => Scope(node),
        NodeKind.Member => Member(node),
        NodeKind.Index => Index(node),
        NodeKind.Slice => Slice(node),
        NodeKind.Call => _calls.Of(node),
        NodeKind.Array => Array(node),
        NodeKind.Not or NodeKind.And or NodeKind.Or => new(node, MqlType.Bool, [.. node.Children.Select(Condition)]),
        NodeKind.Of => CountOf(node),
        NodeKind.Compare or NodeKind.Range => Compare(node),
        NodeKind.In => In(node),
        NodeKind.IsNull => IsNull(node),
        NodeKind.Arithmetic => Arithmetic(node),
        _ => new(node, MqlType.Unknown, []),
    };

    /// <summary>A part that must be true or false.</summary>
    public Typed Condition(Node node)
    {
        var typed = Of(node);
        if (typed.Type.Kind is MqlKind.Bool or MqlKind.Unknown or MqlKind.Null) return typed;
        Report(node, typed.Type.Kind == MqlKind.Json ? "a value of JSON is no condition; compare it: == true" : $"a condition must be true or false; this is {Show(typed.Type)}");
        return typed;
    }

    /// <summary>A part that is evaluated for each item of a list.</summary>
    public Typed InScope(MqlType item, Origin origin, Node body, bool condition)
    {
        _scopes.Push((item, origin));
        var typed = condition ? Condition(body) : Of(body);
        _scopes.Pop();
        return typed;
    }

    public void Report(Node node, string message)
    {
        // What has a hole was told of already.
        if (_faults.Count < SourceLimits.MaxFaults && !HasHole(node)) _faults.Add(new(node.Place, message));
    }

    private static bool HasHole(Node node) => node.Kind == NodeKind.Error || node.Children.Any(HasHole);

    public static string Show(MqlType type) => type.Kind switch
    {
        MqlKind.Array => $"a list ({type})",
        MqlKind.Map => $"a map ({type})",
        MqlKind.Object => $"an object ({type})",
        MqlKind.String => "a text",
        MqlKind.Int or MqlKind.Float => "a number",
        MqlKind.Bool => "true or false",
        _ => type.ToString(),
    };

    private Typed Name(Node node)
    {
        if (_schema.Root.Find(node.Text) is { } field) return new(node, field.Type, [], field, Origin.Root);
        var known = _schema.Functions.ContainsKey(node.Text) || CallChecker.IsCore(node.Text);
        Report(node, known ? $"`{node.Text}` is a function; its arguments stand in brackets behind it" : $"`{node.Text}`: the message has no such field{Suggestion.For(node.Text, _schema.Root.Names)}");
        return new(node, MqlType.Unknown, []);
    }

    private Typed Scope(Node node)
    {
        if (node.Dots <= _scopes.Count)
        {
            var (type, origin) = _scopes.ElementAt(node.Dots - 1);
            return new(node, type, [], Origin: origin);
        }
        Report(node, _scopes.Count == 0 ? $"`{new string('.', node.Dots)}` is the item of a loop (any, all, filter, map…); there is none around it" : $"`{new string('.', node.Dots)}` reaches out of {node.Dots} loops; there are {_scopes.Count} around it");
        return new(node, MqlType.Unknown, []);
    }

    private Typed Member(Node node)
    {
        var target = Of(node[0]);
        switch (target.Type.Kind)
        {
            case MqlKind.Object when target.Type.Object!.Find(node.Text) is { } field:
                return new(node, field.Type, [target], field, target.Origin);
            case MqlKind.Object:
                Report(node, $"`{node.Text}`: {target.Type} has no such field{Suggestion.For(node.Text, target.Type.Object!.Names)}");
                break;
            case MqlKind.Json:
                return new(node, MqlType.Json, [target]);
            case MqlKind.Array:
                Report(node, $"`{node.Text}` is asked of a list; ask its items: any(…, .{node.Text} …), or one of them: […][0].{node.Text}");
                break;
            case MqlKind.Map:
                Report(node, $"`{node.Text}` is asked of a map; its values are reached with [\"{node.Text}\"]");
                break;
            case MqlKind.Unknown or MqlKind.Null:
                break;
            default:
                Report(node, $"`{node.Text}` is asked of {Show(target.Type)}, which has no fields");
                break;
        }
        return new(node, MqlType.Unknown, [target]);
    }

    private Typed Index(Node node)
    {
        var (target, index) = (Of(node[0]), Of(node[1]));
        var wanted = target.Type.Kind switch { MqlKind.Array => MqlType.Int, MqlKind.Map => MqlType.String, _ => MqlType.Unknown };
        if (!(target.Type.Kind is MqlKind.Array or MqlKind.Map || target.Type.IsOpen)) Report(node, $"an index is asked of {Show(target.Type)}; only lists and maps have one");
        else if (!index.Type.Fits(wanted)) Report(node[1], $"the index of {Show(target.Type)} is {Show(wanted)}; this is {Show(index.Type)}");
        var type = target.Type.Kind is MqlKind.Array or MqlKind.Map ? target.Type.Item! : target.Type.IsOpen ? target.Type : MqlType.Unknown;
        return new(node, type, [target, index], Origin: target.Origin == Origin.Root ? Origin.Model : target.Origin);
    }

    private Typed Slice(Node node)
    {
        var parts = node.Children.Select(Of).ToArray();
        if (!(parts[0].Type.Kind is MqlKind.Array or MqlKind.String || parts[0].Type.IsOpen)) Report(node, $"a slice is asked of {Show(parts[0].Type)}; only lists and texts have one");
        foreach (var end in parts[1..])
            if (!end.Type.Fits(MqlType.Int)) Report(end.Syntax, $"the end of a slice is a number; this is {Show(end.Type)}");
        return new(node, parts[0].Type, parts, Origin: parts[0].Origin);
    }

    private Typed Array(Node node)
    {
        var items = node.Children.Select(Of).ToArray();
        var item = items.FirstOrDefault(i => !i.Type.IsOpen)?.Type ?? MqlType.Json;
        foreach (var other in items)
        {
            if (other.Type.Fits(item)) continue;
            if (item.Fits(other.Type)) item = other.Type;
            else if (CommonBase(item, other.Type) is { } common) item = common;
            else Report(other.Syntax, $"a list holds values of one type; the first is {Show(item)}, this is {Show(other.Type)}");
        }
        if (items.Any(i => i.Type.Kind == MqlKind.Json)) item = MqlType.Json;
        return new(node, MqlType.ArrayOf(item), items, Origin: items.Length > 0 ? items.Min(i => i.Origin) : Origin.Result);
    }

    private static MqlType? CommonBase(MqlType left, MqlType right)
    {
        if (left.Kind != MqlKind.Object || right.Kind != MqlKind.Object) return null;
        for (var type = left.Object; type is not null; type = type.Base)
            if (right.Object!.Is(type)) return new(MqlKind.Object, Object: type);
        return null;
    }

    private Typed CountOf(Node node)
    {
        var count = node.Text.Length < 9 ? int.Parse(node.Text, System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue;
        if (count == 0 || count > node.Children.Count) Report(node, $"'{node.Text} of' {node.Children.Count} conditions is {(count == 0 ? "always" : "never")} true");
        return new(node, MqlType.Bool, [.. node.Children.Select(Condition)]);
    }

    private Typed Compare(Node node)
    {
        var parts = node.Children.Select(Of).ToArray();
        for (var i = 0; i + 1 < parts.Length; i++) Comparable(node, node.Text.Split(' ')[node.Kind == NodeKind.Range ? i : 0], parts[i], parts[i + 1]);
        return new(node, MqlType.Bool, parts);
    }

    private void Comparable(Node at, string sign, Typed left, Typed right)
    {
        foreach (var side in new[] { left, right })
        {
            if (side.Type.IsScalar || side.Type.IsOpen) continue;
            Report(side.Syntax, $"{Show(side.Type)} cannot be compared" + (side.Type.Kind is MqlKind.Array or MqlKind.Map ? "; length(…) tells how much is in it" : "; one of its fields can"));
            return;
        }
        if (left.Type.IsOpen || right.Type.IsOpen) return;
        if (!(left.Type == right.Type || (left.Type.IsNumber && right.Type.IsNumber))) Report(at, $"{Show(left.Type)} is compared with {Show(right.Type)}");
        else if (sign is "=~" or "!~" && left.Type.Kind != MqlKind.String) Report(at, $"{sign} compares texts without case; this is {Show(left.Type)}");
        else if (sign is "<" or "<=" or ">" or ">=" && left.Type.Kind == MqlKind.Bool) Report(at, $"true and false have no order; {sign} compares numbers or texts");
    }

    private Typed In(Node node)
    {
        var left = Of(node[0]);
        var right = node[1].Kind == NodeKind.Tuple ? Tuple(node[1], left.Type) : Of(node[1]);
        if (!left.Type.IsScalar && !left.Type.IsOpen) Report(node[0], $"{Show(left.Type)} is looked up; only texts, numbers and truths can be");
        else if (right.Type.Kind != MqlKind.Array && !right.Type.IsOpen) Report(node[1], $"behind '{node.Text}' stands a list; this is {Show(right.Type)}");
        else if (right.Type is { Kind: MqlKind.Array, Item: { } item } && node[1].Kind != NodeKind.Tuple)
        {
            if (!item.IsScalar && !item.IsOpen) Report(node[1], $"the list holds {Show(item)}, in which nothing can be looked up; use any(…)");
            else if (!item.Fits(left.Type) && !left.Type.Fits(item)) Report(node, $"{Show(left.Type)} is looked up in a list of {Show(item)}");
        }
        if (node.Text.EndsWith('~') && left.Type.Kind != MqlKind.String && !left.Type.IsOpen) Report(node[0], $"'{node.Text}' looks texts up; this is {Show(left.Type)}");
        return new(node, MqlType.Bool, [left, right]);
    }

    private Typed Tuple(Node node, MqlType left)
    {
        var items = node.Children.Select(Of).ToArray();
        foreach (var item in items)
        {
            if (!item.Type.IsScalar && !item.Type.IsOpen) Report(item.Syntax, $"{Show(item.Type)} stands among values to look up");
            else if (!item.Type.Fits(left) && !left.Fits(item.Type)) Report(item.Syntax, $"{Show(left)} is looked up; this is {Show(item.Type)}");
        }
        return new(node, MqlType.ArrayOf(items.FirstOrDefault()?.Type ?? MqlType.Unknown), items);
    }

    private Typed IsNull(Node node)
    {
        var value = Of(node[0]);
        if (value is { Type.Kind: MqlKind.Array, Origin: Origin.Root }) Report(node, "a list of the message is never null; what a mail has none of is empty: length(…) == 0");
        return new(node, MqlType.Bool, [value]);
    }

    private Typed Arithmetic(Node node)
    {
        var (left, right) = (Of(node[0]), Of(node[1]));
        foreach (var side in new[] { left, right })
            if (!side.Type.IsNumber && !side.Type.IsOpen) Report(side.Syntax, $"{node.Text} counts with numbers; this is {Show(side.Type)}");
        return new(node, left.Type.Kind == MqlKind.Float || right.Type.Kind == MqlKind.Float ? MqlType.Float : left.Type.Kind == MqlKind.Int && right.Type.Kind == MqlKind.Int ? MqlType.Int : MqlType.Json, [left, right]);
    }
}
