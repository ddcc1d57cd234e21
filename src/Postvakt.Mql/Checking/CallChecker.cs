using Postvakt.Mql.Patterns;
using Postvakt.Mql.Schema;
using Postvakt.Mql.Syntax;

namespace Postvakt.Mql.Checking;

/// <summary>Types calls: core functions by what they do, all others by their signature.</summary>
internal sealed class CallChecker(Checker checker, MqlSchema schema)
{
    private static readonly Dictionary<string, CoreFunction> Core = Enum.GetValues<CoreFunction>().ToDictionary(f => f.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    public static bool IsCore(string name) => Core.ContainsKey(name);

    public Typed Of(Node node)
    {
        if (Core.TryGetValue(node.Text, out var core)) return OfCore(node, core);
        if (schema.Functions.TryGetValue(node.Text, out var signature)) return OfSignature(node, signature);
        checker.Report(node, $"`{node.Text}`: there is no such function{Suggestion.For(node.Text, schema.Functions.Keys.Concat(Core.Keys))}");
        return new(node, MqlType.Unknown, []);
    }

    private Typed OfCore(Node node, CoreFunction core)
    {
        var (least, most) = core switch
        {
            CoreFunction.Any or CoreFunction.All or CoreFunction.Filter or CoreFunction.Map or CoreFunction.Ratio => (2, 2),
            CoreFunction.Distinct or CoreFunction.Sum => (1, 2),
            CoreFunction.Coalesce => (1, int.MaxValue),
            _ => (1, 1),
        };
        if (node.Children.Any(c => c.Kind == NodeKind.Named)) return Fail(node, $"`{node.Text}` takes no arguments by name");
        if (node.Children.Count < least || node.Children.Count > most) return Fail(node, $"`{node.Text}` takes {Counts(least, most)}; it is given {node.Children.Count}");
        if (core == CoreFunction.Coalesce) return Coalesce(node);
        var first = checker.Of(node[0]);
        return core switch
        {
            CoreFunction.Length => Length(node, first),
            CoreFunction.Keys or CoreFunction.Values => OfMap(node, core, first),
            CoreFunction.Flatten => Flatten(node, first),
            _ => Loop(node, core, first),
        };
    }

    private Typed Loop(Node node, CoreFunction core, Typed list)
    {
        if (list.Type.Kind != MqlKind.Array && !list.Type.IsOpen)
        {
            checker.Report(node[0], $"`{node.Text}` goes through a list; this is {Checker.Show(list.Type)}");
            list = list with { Type = MqlType.Unknown };
        }
        var item = list.Type.Kind == MqlKind.Array ? list.Type.Item! : list.Type.Kind == MqlKind.Json ? MqlType.Json : MqlType.Unknown;
        var condition = core is CoreFunction.Any or CoreFunction.All or CoreFunction.Filter or CoreFunction.Ratio;
        var body = node.Children.Count == 2 ? checker.InScope(item, list.Origin, node[1], condition) : null;
        var (type, origin) = core switch
        {
            CoreFunction.Any or CoreFunction.All => (MqlType.Bool, Origin.Result),
            CoreFunction.Ratio => (MqlType.Float, Origin.Result),
            CoreFunction.Map => (MqlType.ArrayOf(body!.Type), body.Origin),
            CoreFunction.Sum => (SumOf(node, body?.Type ?? item), Origin.Result),
            _ => (MqlType.ArrayOf(item), list.Origin),
        };
        if (core == CoreFunction.Distinct && !((body?.Type ?? item).IsScalar || (body?.Type ?? item).IsOpen)) checker.Report(node, $"`distinct` compares {Checker.Show(body?.Type ?? item)}; give it a field to compare as second argument");
        return new(node, type, body is null ? [list] : [list, body], core, origin);
    }

    private MqlType SumOf(Node node, MqlType item)
    {
        if (item.IsNumber) return item;
        if (!item.IsOpen) checker.Report(node, $"`sum` adds numbers; this is a list of {Checker.Show(item)}");
        return MqlType.Float;
    }

    private Typed Length(Node node, Typed value)
    {
        if (!(value.Type.Kind is MqlKind.String or MqlKind.Array or MqlKind.Map || value.Type.IsOpen)) checker.Report(node[0], $"{Checker.Show(value.Type)} has no length; texts, lists and maps have");
        return new(node, MqlType.Int, [value], CoreFunction.Length);
    }

    private Typed OfMap(Node node, CoreFunction core, Typed map)
    {
        if (map.Type.Kind != MqlKind.Map && !map.Type.IsOpen) checker.Report(node[0], $"`{node.Text}` asks a map; this is {Checker.Show(map.Type)}");
        var item = core == CoreFunction.Keys ? MqlType.String : map.Type.Kind == MqlKind.Map ? map.Type.Item! : MqlType.Json;
        return new(node, MqlType.ArrayOf(item), [map], core, map.Origin);
    }

    private Typed Flatten(Node node, Typed list)
    {
        var inner = list.Type is { Kind: MqlKind.Array, Item: { } item } ? item : MqlType.Json;
        if (inner.Kind != MqlKind.Array && !inner.IsOpen) checker.Report(node[0], $"`flatten` joins lists of a list; this is {Checker.Show(list.Type)}");
        return new(node, inner.Kind == MqlKind.Array ? inner : MqlType.ArrayOf(MqlType.Json), [list], CoreFunction.Flatten, list.Origin);
    }

    private Typed Coalesce(Node node)
    {
        var values = node.Children.Select(checker.Of).ToArray();
        var type = values.FirstOrDefault(v => !v.Type.IsOpen)?.Type ?? MqlType.Json;
        foreach (var value in values)
        {
            if (value.Type.Fits(type)) continue;
            if (type.Fits(value.Type)) type = value.Type;
            else checker.Report(value.Syntax, $"`coalesce` gives one of its values, which must be of one type; the first is {Checker.Show(type)}, this is {Checker.Show(value.Type)}");
        }
        return new(node, type, values, CoreFunction.Coalesce, values.Min(v => v.Origin));
    }

    private Typed OfSignature(Node node, MqlSignature signature)
    {
        var positional = node.Children.Where(c => c.Kind != NodeKind.Named).Select(checker.Of).ToList();
        var least = signature.Positional;
        var most = signature.IsOpenEnded ? int.MaxValue : least;
        if (positional.Count < least || positional.Count > most) return Fail(node, $"`{node.Text}` takes {Counts(least, most)}; it is given {positional.Count}");
        for (var i = 0; i < positional.Count; i++) Argument(node, positional[i], signature.Parameters[Math.Min(i, least - 1)]);
        foreach (var parameter in signature.Parameters.Where(p => p.Name is not null))
        {
            var given = node.Children.FirstOrDefault(c => c.Kind == NodeKind.Named && c.Text == parameter.Name);
            var value = given is null ? new Typed(new(NodeKind.Null, node.Place, "", []), MqlType.Null, []) : checker.Of(given[0]);
            Argument(node, value, parameter);
            positional.Add(value);
        }
        var names = signature.Parameters.Select(p => p.Name).OfType<string>().ToArray();
        foreach (var unknown in node.Children.Where(c => c.Kind == NodeKind.Named && !names.Contains(c.Text)))
            checker.Report(unknown, names.Length == 0 ? $"`{node.Text}` takes no arguments by name" : $"`{unknown.Text}`: {node.Text} has no such argument{Suggestion.For(unknown.Text, names)}");
        if (node.Children.Where(c => c.Kind == NodeKind.Named).GroupBy(c => c.Text).FirstOrDefault(g => g.Count() > 1) is { } twice) checker.Report(twice.Last(), $"`{twice.Key}` is given twice");
        return new(node, signature.Result, positional, signature, signature.Result.Object == schema.Root ? Origin.Model : Origin.Result);
    }

    private void Argument(Node call, Typed value, MqlParameter parameter)
    {
        if (!parameter.Takes(value.Type)) checker.Report(value.Syntax, $"`{call.Text}` takes {(parameter.Types.Count == 1 ? Checker.Show(parameter.Types[0]) : parameter.Wanted)}{(parameter.Name is { } name ? $" as {name}" : "")}; this is {Checker.Show(value.Type)}");
        else if (value.Kind == NodeKind.Text && call.Text.StartsWith("regex.", StringComparison.Ordinal) && value.Syntax != call[0] && Pattern.Fault(value.Syntax.Text) is { } fault) checker.Report(value.Syntax, fault);
        else if (value.Kind == NodeKind.Text && call.Text == "html.xpath" && PathQuery.Compile(value.Syntax.Text, out var wrong) is null) checker.Report(value.Syntax, wrong);
    }

    private Typed Fail(Node node, string message)
    {
        checker.Report(node, message);
        return new(node, MqlType.Unknown, []);
    }

    private static string Counts(int least, int most) =>
        most == int.MaxValue ? $"at least {Many(least)}" : least == most ? Many(least) : $"{least} or {Many(most)}";

    private static string Many(int count) => count switch { 0 => "no arguments", 1 => "one argument", _ => $"{count} arguments" };
}
