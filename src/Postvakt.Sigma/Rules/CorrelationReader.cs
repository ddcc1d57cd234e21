using System.Globalization;
using Postvakt.Sigma.Matching;
using Postvakt.Sigma.Yaml;

namespace Postvakt.Sigma.Rules;

/// <summary>Reads a correlation (correlation rules specification 2.1.0).</summary>
internal static class CorrelationReader
{
    /// <summary>Rules of one correlation: an order over more is no thought of a person.</summary>
    public const int MaxReferences = 64;

    /// <summary>Events that a threshold may ask for: they are held until it is reached.</summary>
    public const int MaxThreshold = 1_000_000;

    private static readonly Dictionary<string, CorrelationKind> Kinds = new(StringComparer.Ordinal)
    {
        ["event_count"] = CorrelationKind.EventCount, ["value_count"] = CorrelationKind.ValueCount, ["temporal"] = CorrelationKind.Temporal, ["temporal_ordered"] = CorrelationKind.TemporalOrdered,
        ["value_sum"] = CorrelationKind.ValueSum, ["value_avg"] = CorrelationKind.ValueAverage, ["value_percentile"] = CorrelationKind.ValuePercentile,
    };

    private static readonly string[] Keys = ["type", "rules", "group-by", "timespan", "condition", "aliases", "generate"];

    private static readonly Dictionary<string, CompareOperator> Operators = new(StringComparer.Ordinal)
    {
        ["gt"] = CompareOperator.Greater, ["gte"] = CompareOperator.GreaterOrEqual, ["lt"] = CompareOperator.Less, ["lte"] = CompareOperator.LessOrEqual, ["eq"] = CompareOperator.Equal, ["neq"] = CompareOperator.NotEqual,
    };

    public static CorrelationRule Read(Node root, SigmaRule info, Action<Node, string> warn)
    {
        var map = NodeReading.Map(root, "correlation");
        foreach (var (key, _) in map.Pairs)
            if (!Keys.Contains(key.Text)) warn(key, $"correlation: '{key.Text}' is not known" + Suggestion.For(key.Text, Keys));
        var type = NodeReading.Word(map, "type") ?? throw new RuleFaultException(map, "correlation: 'type' is missing");
        if (!Kinds.TryGetValue(type, out var kind)) throw new RuleFaultException(map["type"]!, $"correlation type '{type}' is not known" + Suggestion.For(type, Kinds.Keys));
        var groupBy = NodeReading.Words(map, "group-by");
        var (bounds, fields, percentile) = Condition(map, kind);
        return new CorrelationRule
        {
            Info = info,
            Kind = kind,
            References = References(map),
            GroupBy = groupBy,
            Timespan = Timespan(map),
            Bounds = bounds,
            Fields = fields,
            Percentile = percentile,
            Aliases = Aliases(map, groupBy, warn),
            Generate = NodeReading.Flag(map, "generate") || NodeReading.Flag(root, "generate"),
        };
    }

    private static List<RuleReference> References(Node map)
    {
        var node = map["rules"] ?? throw new RuleFaultException(map, "correlation: 'rules' is missing");
        var list = RuleReferences(node);
        if (list.Count == 0) throw new RuleFaultException(node, "correlation: 'rules' is empty");
        return list.Count <= MaxReferences ? list : throw new RuleFaultException(node, $"correlation: more than {MaxReferences} rules");
    }

    public static List<RuleReference> RuleReferences(Node node)
    {
        var items = node.Kind == NodeKind.List ? node.Items : [node];
        return [.. items.Select(i => i.IsScalar && i.Text.Length > 0 ? new RuleReference(i.Text, i.Line, i.Column) : throw new RuleFaultException(i, "'rules' must be a list of ids or names"))];
    }

    private static TimeSpan Timespan(Node map)
    {
        var text = NodeReading.Word(map, "timespan") ?? throw new RuleFaultException(map, "correlation: 'timespan' is missing" + Suggestion.For("timespan", map.Pairs.Select(p => p.Key.Text)));
        var seconds = text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1_000_000
            ? text[^1] switch { 's' => 1L, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 } * count
            : 0;
        return seconds is > 0 and <= 366L * 86_400 ? TimeSpan.FromSeconds(seconds) : throw new RuleFaultException(map["timespan"]!, $"correlation: the timespan '{text}' is not a number with s, m, h or d behind it, up to a year");
    }

    private static (List<Bound>, IReadOnlyList<string>, double?) Condition(Node map, CorrelationKind kind)
    {
        var temporal = kind is CorrelationKind.Temporal or CorrelationKind.TemporalOrdered;
        if (map["condition"] is null && temporal) return ([], [], null);
        var condition = NodeReading.Map(map, "condition");
        var bounds = new List<Bound>();
        foreach (var (key, value) in condition.Pairs)
        {
            if (key.Text is "field" or "percentile") continue;
            if (!Operators.TryGetValue(key.Text, out var op)) throw new RuleFaultException(key, $"correlation: '{key.Text}' is no comparison" + Suggestion.For(key.Text, [.. Operators.Keys, "field", "percentile"]));
            if (!double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) throw new RuleFaultException(value, $"correlation: '{key.Text}' needs a number");
            if (kind is CorrelationKind.EventCount or CorrelationKind.ValueCount && number > MaxThreshold) throw new RuleFaultException(value, $"correlation: a threshold may be {MaxThreshold:N0}; more events cannot be held");
            bounds.Add(new(op, number));
        }
        if (bounds.Count == 0) throw new RuleFaultException(condition, "correlation: the condition compares with nothing; it needs gt, gte, lt, lte, eq or neq");
        var fields = NodeReading.Words(condition, "field");
        var needsField = kind is CorrelationKind.ValueCount or CorrelationKind.ValueSum or CorrelationKind.ValueAverage or CorrelationKind.ValuePercentile;
        if (needsField && fields.Count == 0) throw new RuleFaultException(condition, "correlation: the condition needs the 'field' whose values count");
        if (!needsField && fields.Count > 0) throw new RuleFaultException(condition["field"]!, "correlation: 'field' goes only with the types that begin with value_");
        double? percentile = null;
        if (NodeReading.Word(condition, "percentile") is { } text)
        {
            percentile = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var p) && p is >= 0 and <= 100 && kind == CorrelationKind.ValuePercentile
                ? p
                : throw new RuleFaultException(condition["percentile"]!, "correlation: 'percentile' is a number from 0 to 100 and goes only with value_percentile");
        }
        return (bounds, fields, percentile);
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Aliases(Node map, IReadOnlyList<string> groupBy, Action<Node, string> warn)
    {
        var aliases = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        if (map["aliases"] is null) return aliases;
        foreach (var (key, value) in NodeReading.Map(map, "aliases").Pairs)
        {
            if (value.Kind != NodeKind.Map) throw new RuleFaultException(value, $"correlation: alias '{key.Text}' must be a map of rules and their fields");
            aliases[key.Text] = value.Pairs.ToDictionary(p => p.Key.Text, p => p.Value.IsScalar ? p.Value.Text : throw new RuleFaultException(p.Value, $"correlation: alias '{key.Text}' must name one field for each rule"), StringComparer.Ordinal);
            if (!groupBy.Contains(key.Text)) warn(key, $"correlation: nothing uses alias '{key.Text}'" + Suggestion.For(key.Text, groupBy));
        }
        return aliases;
    }
}
