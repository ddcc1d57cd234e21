using Postvakt.Sigma.Conditions;
using Postvakt.Sigma.Mapping;
using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Scanning;

/// <summary>Makes a bucket: keeps the rules that can match there, decides what log and number decide, names fields as the events do, and chooses what wakes each rule.</summary>
internal sealed class BucketBuilder(FieldNumbers fields, SigmaMapping mapping, string? channel, bool hasChannel, long? eventId, bool isOtherId)
{
    private static readonly MappedEvents AsWritten = new();

    private readonly List<Atom> _atoms = [];
    private readonly Dictionary<(int Field, int Other, string Key), int> _known = [];
    private readonly List<BucketRule> _rules = [];

    public void Add(RoutedRule rule, SigmaLogSource? declared)
    {
        var ways = new List<RuleNode>();
        var names = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (declared is not null && rule.Rule.Info.LogSource.Contains(declared)) ways.Add(Node(rule.Rule.Condition, AsWritten));
        foreach (var events in rule.Events)
        {
            if (!hasChannel || (events.Channels is { } channels && (channel is null || !channels.Contains(channel, StringComparer.OrdinalIgnoreCase)))) continue;
            if (events.EventIds is { } ids && (eventId is not { } id || !ids.Contains(id))) continue;
            var where = events.Where.Select(w => Expr.Or([.. w.Values.Select(v => new TestExpr(new(w.Field, new TextMatcher(TextPattern.Plain(v), cased: false), $"{w.Field}: {v}")))]));
            foreach (var (field, called) in events.Fields) names[field] = names.TryGetValue(field, out var known) ? [.. known.Union(called)] : called;
            ways.Add(Join(true, [.. where.Select(w => Node(w, AsWritten)), Node(rule.Rule.Condition, events)]));
        }
        var condition = Join(false, ways);
        if (condition is not ConstNode { Value: false }) _rules.Add(new(rule.Number, rule.Rule.Info, condition, names));
    }

    public Bucket Build()
    {
        foreach (var rule in _rules) Count(rule.Condition);
        var plans = new FieldPlan?[fields.Count];
        FieldPlan? text = null;
        foreach (var group in _atoms.Select((atom, number) => (number, atom)).GroupBy(a => a.atom.Field))
        {
            var plan = new FieldPlan([.. group]);
            if (plan.IsEmpty) continue;
            if (group.Key < 0) text = plan;
            else plans[group.Key] = plan;
        }
        var always = new List<int>();
        var wakes = new Dictionary<int, List<int>>();
        for (var i = 0; i < _rules.Count; i++)
        {
            if (_rules[i].Condition is ManyNode many) many.Sort();
            else if (_rules[i].Condition is NotNode { Part: ManyNode inner }) inner.Sort();
            var (waking, _) = Waking(_rules[i].Condition);
            if (waking is null) always.Add(i);
            else foreach (var atom in waking.Distinct()) (wakes.TryGetValue(atom, out var list) ? list : wakes[atom] = []).Add(i);
        }
        foreach (var (atom, rules) in wakes) _atoms[atom].Wakes = [.. rules];
        return new(_rules, _atoms, plans, text, [.. always]);
    }

    private RuleNode Node(Expr expr, MappedEvents events) => expr switch
    {
        ConstExpr constant => new ConstNode(constant.Value),
        NotExpr not => Node(not.Part, events) switch { ConstNode constant => new ConstNode(!constant.Value), var part => new NotNode(part) },
        ManyExpr many => Join(many.IsAnd, [.. many.Parts.Select(p => Node(p, events))]),
        TestExpr test => Test(test.Test, events),
        _ => throw new InvalidOperationException(expr.GetType().Name),
    };

    private static RuleNode Join(bool isAnd, IReadOnlyList<RuleNode> parts)
    {
        var rest = new List<RuleNode>(parts.Count);
        foreach (var part in parts)
        {
            if (part is not ConstNode constant) rest.Add(part);
            else if (constant.Value != isAnd) return constant;
        }
        return rest.Count switch { 0 => new ConstNode(isAnd), 1 => rest[0], _ => new ManyNode(isAnd, [.. rest]) };
    }

    private RuleNode Test(Predicate test, MappedEvents events)
    {
        if (test.Field is null) return Atom(-1, test.Matcher, -1, test.Written);
        if (Decided(test) is { } decided) return new ConstNode(decided);
        var matcher = test.Matcher;
        if (events.Values.TryGetValue(test.Field, out var values) && matcher is TextMatcher { Shape: TextShape.Whole } text && values.TryGetValue(text.Literal, out var value))
            matcher = new TextMatcher(TextPattern.Plain(value), cased: false);
        IReadOnlyList<string> names = events.Fields.TryGetValue(test.Field, out var renamed) ? renamed : [test.Field];
        var parts = new List<RuleNode>();
        foreach (var name in names)
        {
            if (matcher is FieldMatcher reference)
            {
                IReadOnlyList<string> others = events.Fields.TryGetValue(reference.Other, out var otherNames) ? otherNames : [reference.Other];
                parts.AddRange(others.Select(o => Atom(fields.Give(name), reference.For(o), fields.Give(o), test.Written)));
            }
            else
            {
                parts.Add(Atom(fields.Give(name), matcher, -1, test.Written));
            }
        }
        // Absence is about all of the names, presence about one of them.
        return Join(ReferenceEquals(matcher, PresenceMatcher.Null) || ReferenceEquals(matcher, PresenceMatcher.Absent), parts);
    }

    /// <summary>What is the same for all events of the bucket.</summary>
    private bool? Decided(Predicate test)
    {
        if (test.Matcher is not TextMatcher text) return null;
        if (test.Field == mapping.ChannelField && channel is not null) return text.Shape == TextShape.Whole ? channel.Equals(text.Literal, StringComparison.OrdinalIgnoreCase) : null;
        if (test.Field != mapping.EventIdField || text.Shape != TextShape.Whole || !long.TryParse(text.Literal, out var asked) || asked < 0) return null;
        return eventId is { } id ? id == asked : isOtherId ? false : null;
    }

    private AtomNode Atom(int field, Matcher matcher, int other, string written)
    {
        if (!_known.TryGetValue((field, other, matcher.Key), out var number))
        {
            number = _atoms.Count;
            _known[(field, other, matcher.Key)] = number;
            _atoms.Add(new(field, matcher, other));
        }
        return new(number, _atoms[number], written);
    }

    private static void Count(RuleNode node)
    {
        if (node is AtomNode atom) atom.Atom.Uses++;
        else if (node is NotNode not) Count(not.Part);
        else if (node is ManyNode many) foreach (var part in many.Parts) Count(part);
    }

    /// <summary>Atoms of which one must be hit before the condition can hold, and how often that will happen; null if there are none.</summary>
    private static (IReadOnlyList<int>? Atoms, double Cost) Waking(RuleNode node)
    {
        switch (node)
        {
            case AtomNode atom when atom.Atom.IsIndexed:
                return ([atom.Number], Commonness(atom.Atom));
            case ManyNode { IsAnd: true } all:
                (IReadOnlyList<int>? Atoms, double Cost) best = (null, double.MaxValue);
                foreach (var part in all.Parts)
                    if (Waking(part) is { Atoms: not null } found && found.Cost < best.Cost) best = found;
                return best;
            case ManyNode any:
                var atoms = new List<int>();
                var cost = 0.0;
                foreach (var part in any.Parts)
                {
                    var (more, price) = Waking(part);
                    if (more is null) return (null, 0);
                    atoms.AddRange(more);
                    cost += price;
                }
                return (atoms, cost);
            default:
                return (null, 0);
        }
    }

    /// <summary>Short texts, and texts that many rules ask for, are common in logs.</summary>
    private static double Commonness(Atom atom)
    {
        var length = atom.Matcher.Needles is { } needles ? needles.Min(n => n.Length) : atom.Matcher is TextMatcher text ? text.Literal.Length : 0;
        return Math.Pow(1 + length, -1.5) * (1 + Math.Log2(Math.Max(1, atom.Uses)));
    }
}
