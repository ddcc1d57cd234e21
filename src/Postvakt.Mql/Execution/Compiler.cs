using System.Globalization;
using Postvakt.Mql.Checking;
using Postvakt.Mql.Hosts;
using Postvakt.Mql.Lists;
using Postvakt.Mql.Patterns;
using Postvakt.Mql.Schema;
using Postvakt.Mql.Syntax;
using Postvakt.Mql.Texts;

namespace Postvakt.Mql.Execution;

/// <summary>Makes code of typed trees. Equal parts of all rules become one; lists, patterns and accessors are asked for once.</summary>
internal sealed class Compiler(MqlSchema schema, IMqlHost host)
{
    private readonly Dictionary<string, Code> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<MqlField, MqlAccessor?> _accessors = [];
    private readonly Dictionary<string, MqlFunction?> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MqlList?> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, bool), Pattern> _patterns = [];
    private readonly Dictionary<string, MqlList> _tuples = new(StringComparer.Ordinal);

    /// <summary>Every part there is, those within others first.</summary>
    public IReadOnlyCollection<Code> Codes => _codes.Values;

    public Code Of(Typed node)
    {
        switch (node.Kind)
        {
            case NodeKind.Text: return Literal(MqlValue.Of(node.Syntax.Text));
            case NodeKind.Integer: return Literal(MqlValue.Of(long.Parse(node.Syntax.Text, CultureInfo.InvariantCulture)));
            case NodeKind.Decimal: return Literal(MqlValue.Of(double.Parse(node.Syntax.Text, CultureInfo.InvariantCulture)));
            case NodeKind.True or NodeKind.False: return Literal(MqlValue.Of(node.Kind == NodeKind.True));
            case NodeKind.Null: return Literal(MqlValue.Null);
            case NodeKind.List:
                var list = ListOf(node.Syntax.Text);
                return Make("$" + node.Syntax.Text, [], (id, _, _) => new ListCode(list, node.Syntax.Text) { Id = id });
            case NodeKind.Scope:
                return Make("scope" + node.Syntax.Dots.ToString(CultureInfo.InvariantCulture), [], (id, _, _) => new ScopeCode(node.Syntax.Dots) { Id = id, Free = node.Syntax.Dots, Item = node.Syntax.Dots });
            case NodeKind.Name: return Root(node);
            case NodeKind.Member: return Member(node);
            case NodeKind.Call: return Call(node);
            case NodeKind.In: return In(node);
        }
        var text = node.Syntax.Text;
        var parts = node.Children.Select(Of).ToArray();
        return node.Kind switch
        {
            NodeKind.Index => Make("index", parts, (id, free, cost) => new IndexCode(parts[0], parts[1]) { Id = id, Free = free, Cost = cost }),
            NodeKind.Slice => Make("slice", parts, (id, free, cost) => new SliceCode(parts[0], parts[1], parts[2]) { Id = id, Free = free, Cost = cost }),
            NodeKind.Array => Make("array", parts, (id, free, cost) => new ArrayCode(parts) { Id = id, Free = free, Cost = cost }),
            NodeKind.Not => Make("not", parts, (id, free, cost) => new NotCode(parts[0]) { Id = id, Free = free, Cost = cost }),
            NodeKind.And => Make("and", parts, (id, free, cost) => new AndCode([.. parts.OrderBy(p => p.Cost)]) { Id = id, Free = free, Cost = cost }),
            NodeKind.Or => Make("or", parts, (id, free, cost) => new OrCode([.. parts.OrderBy(p => p.Cost)]) { Id = id, Free = free, Cost = cost }),
            NodeKind.Of => Make("of" + text, parts, (id, free, cost) => new OfCode(int.Parse(text, CultureInfo.InvariantCulture), [.. parts.OrderBy(p => p.Cost)]) { Id = id, Free = free, Cost = cost }),
            NodeKind.Compare => Make(text, parts, (id, free, cost) => new CompareCode(text, parts[0], parts[1]) { Id = id, Free = free, Cost = cost }),
            NodeKind.Range => Make("range" + text, parts, (id, free, cost) => new RangeCode(text.Split(' '), parts) { Id = id, Free = free, Cost = cost }),
            NodeKind.IsNull => Make(text, parts, (id, free, cost) => new IsNullCode(parts[0], text != "is null") { Id = id, Free = free, Cost = cost }),
            NodeKind.Arithmetic => Make("count" + text, parts, (id, free, cost) => new ArithmeticCode(text[0], parts[0], parts[1]) { Id = id, Free = free, Cost = cost }),
            _ => throw new InvalidOperationException($"a part of kind {node.Kind} cannot run"),
        };
    }

    private Code Literal(MqlValue value)
    {
        var kind = value.Text is not null ? "'" : value.TryInt(out _) ? "#" : "~";
        return Make(kind + value, [], (id, _, _) => new LiteralCode(value) { Id = id });
    }

    private Code Root(Typed node)
    {
        var field = (MqlField)node.Symbol!;
        var accessor = AccessorOf(field);
        return Make("field " + field, [], (id, _, _) => accessor is null ? new MissingCode(field.ToString()) { Id = id } : new RootCode(accessor, field.Type.Kind == MqlKind.Array) { Id = id });
    }

    private Code Member(Typed node)
    {
        var owner = Of(node[0]);
        if (node.Symbol is not MqlField field) return Make("member " + node.Syntax.Text, [owner], (id, free, cost) => new JsonMemberCode(owner, node.Syntax.Text) { Id = id, Free = free, Cost = cost });
        var accessor = AccessorOf(field);
        var emptyOfNone = field.Type.Kind == MqlKind.Array && node.Origin != Origin.Result;
        var emptyOfNull = emptyOfNone && node.Origin == Origin.Root;
        return Make($"field {field} {emptyOfNone} {emptyOfNull}", [owner], (id, free, cost) => new FieldCode(owner, accessor, field.ToString(), emptyOfNone, emptyOfNull) { Id = id, Free = free, Cost = cost });
    }

    private Code In(Typed node)
    {
        var left = Of(node[0]);
        var text = node.Syntax.Text;
        bool ignoreCase = text.EndsWith('~'), negated = text.StartsWith("not", StringComparison.Ordinal);
        if (node[1].Kind == NodeKind.Tuple && node[1].Children.All(c => c.Kind == NodeKind.Text))
        {
            var key = string.Concat(node[1].Children.Select(c => $"{c.Syntax.Text.Length}:{c.Syntax.Text},"));
            if (!_tuples.TryGetValue(key, out var known)) _tuples[key] = known = new(node[1].Children.Select(c => c.Syntax.Text));
            return Make($"{text} {key}", [left], (id, free, cost) => new InListCode(left, known, "", ignoreCase, negated) { Id = id, Free = free, Cost = cost });
        }
        if (node[1].Kind == NodeKind.List && ListOf(node[1].Syntax.Text) is { } list)
            return Make($"{text} ${node[1].Syntax.Text}", [left], (id, free, cost) => new InListCode(left, list, "$" + node[1].Syntax.Text, ignoreCase, negated) { Id = id, Free = free, Cost = cost });
        var items = node[1].Kind == NodeKind.Tuple ? node[1].Children.Select(Of).ToArray() : [];
        var right = node[1].Kind == NodeKind.Tuple ? Make("array", items, (id, free, cost) => new ArrayCode(items) { Id = id, Free = free, Cost = cost }) : Of(node[1]);
        return Make(text, [left, right], (id, free, cost) => new InArrayCode(left, right, ignoreCase, negated) { Id = id, Free = free, Cost = cost + 5 });
    }

    private Code Call(Typed node)
    {
        var parts = node.Children.Select(Of).ToArray();
        if (node.Symbol is CoreFunction core) return Core(core, parts);
        var signature = (MqlSignature)node.Symbol!;
        var name = signature.Name;
        if (signature.IsCapability)
        {
            var function = FunctionOf(signature);
            return Make("call " + name, parts, (id, free, cost) => new CapabilityCode(signature, function, parts) { Id = id, Free = free, Cost = cost + 1000 });
        }
        var known = parts.Skip(1).All(p => p is LiteralCode { Literal.Text: not null });
        if (TextTests.TryKind(name, out var kind, out var ignoreCase))
        {
            var cost = kind >= TextKind.PatternContains ? 60 : 15;
            if (!known) return Make("call " + name, parts, (id, free, own) => new DynamicTextCode(parts[0], kind, ignoreCase, parts[1..]) { Id = id, Free = free, Cost = own + cost });
            string[] arguments = [.. parts.Skip(1).Select(p => ((LiteralCode)p).Literal.Text!)];
            return Make("call " + name, parts, (id, free, own) => new TextCode(parts[0], TextTests.Make(kind, ignoreCase, arguments, PatternOf)) { Id = id, Free = free, Cost = own + cost });
        }
        if (name == "beta.ip_in" && known)
            return Make("call " + name, parts, (id, free, cost) => new IpInCode(parts[0], parts.Skip(1).Select(p => ((LiteralCode)p).Literal.Text!)) { Id = id, Free = free, Cost = parts[0].Cost + 5 });
        var builtin = Builtins.FindPattern(name, PatternOf, known && parts.Length > 1 ? ((LiteralCode)parts[1]).Literal.Text : null) ?? Builtins.Find(name) ?? throw new InvalidOperationException($"the schema has a function {name} that the library lacks");
        return Make("call " + name, parts, (id, free, cost) => new BuiltinCode(builtin, parts, signature.IsOpenEnded ? parts.Length : signature.Positional) { Id = id, Free = free, Cost = cost + 30 });
    }

    private Code Core(CoreFunction core, Code[] parts)
    {
        var body = parts.Length > 1 ? parts[1] : null;
        return Make(core.ToString(), parts, Create, isLoop: core <= CoreFunction.Ratio);
        Code Create(int id, int free, int cost) => core switch
        {
            CoreFunction.Any or CoreFunction.All => new QuantifierCode(parts[0], body!, core == CoreFunction.All) { Id = id, Free = free, Cost = cost },
            CoreFunction.Filter => new FilterCode(parts[0], body!) { Id = id, Free = free, Cost = cost },
            CoreFunction.Map => new MapCode(parts[0], body!) { Id = id, Free = free, Cost = cost },
            CoreFunction.Distinct => new DistinctCode(parts[0], body) { Id = id, Free = free, Cost = cost },
            CoreFunction.Sum => new SumCode(parts[0], body) { Id = id, Free = free, Cost = cost },
            CoreFunction.Ratio => new RatioCode(parts[0], body!) { Id = id, Free = free, Cost = cost },
            CoreFunction.Length => new LengthCode(parts[0]) { Id = id, Free = free, Cost = cost },
            CoreFunction.Coalesce => new CoalesceCode(parts) { Id = id, Free = free, Cost = cost },
            CoreFunction.Flatten => new FlattenCode(parts[0]) { Id = id, Free = free, Cost = cost },
            _ => new MapPartCode(parts[0], core == CoreFunction.Keys) { Id = id, Free = free, Cost = cost },
        };
    }

    /// <summary>The code of this kind over these parts, made when it is new.</summary>
    private Code Make(string kind, Code[] parts, Func<int, int, int, Code> make, bool isLoop = false)
    {
        var key = $"{kind}({string.Join(',', parts.Select(p => p.Id))})";
        if (_codes.TryGetValue(key, out var known)) return known;
        var free = 0;
        long cost = 1;
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i].Uses++;
            free = Math.Max(free, parts[i].Free - (isLoop && i > 0 ? 1 : 0));
            cost += (long)parts[i].Cost * (isLoop && i > 0 ? 10 : 1);
        }
        var code = _codes[key] = make(_codes.Count, free, (int)Math.Min(cost, 1_000_000));
        // What loops leave free may hang on several of those around them.
        if (code.Item == 0 && free > 0) code.Item = isLoop ? (free == 1 ? 1 : 0) : ItemOf(parts);
        return code;
    }

    /// <summary>The one loop that all parts hang on which hang on any.</summary>
    private static int ItemOf(Code[] parts)
    {
        var items = parts.Where(p => p.Free > 0).Select(p => p.Item).Distinct().ToArray();
        return items is [var one] ? one : 0;
    }

    private Pattern PatternOf(string pattern, bool ignoreCase)
    {
        if (!_patterns.TryGetValue((pattern, ignoreCase), out var known)) _patterns[(pattern, ignoreCase)] = known = Pattern.Checked(pattern, ignoreCase);
        return known;
    }

    /// <summary>What the library itself hands out it reads itself.</summary>
    private MqlAccessor? AccessorOf(MqlField field)
    {
        if (_accessors.TryGetValue(field, out var known)) return known;
        return _accessors[field] = field.Owner.Name == "RegexMatch" ? of => ((MqlMap)of)[field.Name] : host.Field(field);
    }

    private MqlFunction? FunctionOf(MqlSignature signature)
    {
        if (!_functions.TryGetValue(signature.Name, out var known)) _functions[signature.Name] = known = host.Function(schema.Functions[signature.Name]);
        return known;
    }

    private MqlList? ListOf(string name)
    {
        if (!_lists.TryGetValue(name, out var known)) _lists[name] = known = host.List(name);
        return known;
    }
}
