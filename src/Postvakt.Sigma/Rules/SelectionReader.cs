using Postvakt.Sigma.Conditions;
using Postvakt.Sigma.Yaml;

namespace Postvakt.Sigma.Rules;

/// <summary>Reads search identifiers and the condition over them (rules specification 2.1.0, "Detection").</summary>
internal sealed class SelectionReader(SigmaLoadOptions options)
{
    private readonly ItemReader _items = new(options);

    /// <param name="reserved">Keys beside the selections that are none.</param>
    /// <param name="warn">Takes what works, but hardly as meant.</param>
    public Expr Read(Node detection, IReadOnlyCollection<string> reserved, Action<Node, string> warn)
    {
        var selections = new Dictionary<string, Expr>(StringComparer.Ordinal);
        var places = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var (key, value) in detection.Pairs)
        {
            if (reserved.Contains(key.Text)) continue;
            if (key.Text == "timeframe")
            {
                warn(key, "'timeframe' left Sigma with version 2 and is not looked at; write a correlation rule with a timespan");
                continue;
            }
            selections[key.Text] = Selection(key, value);
            places[key.Text] = key;
        }
        var condition = detection["condition"] ?? throw new RuleFaultException(detection, "'condition' is missing" + Suggestion.For("condition", detection.Pairs.Select(p => p.Key.Text)));
        if (selections.Count == 0) throw new RuleFaultException(detection, "there is no selection");
        var conditions = condition.Kind == NodeKind.List ? condition.Items : [condition];
        if (conditions.Count == 0) throw new RuleFaultException(condition, "the list of conditions is empty");
        var used = new HashSet<string>(StringComparer.Ordinal);
        var parts = new List<Expr>();
        foreach (var one in conditions)
        {
            if (!one.IsScalar) throw new RuleFaultException(one, $"'condition' must be a text, not a {NodeReading.Shape(one)}");
            var read = ConditionParser.Read(one.Text, selections);
            used.UnionWith(read.Used);
            parts.Add(read.Expr ?? throw new RuleFaultException(one, read.Fault!));
        }
        foreach (var name in selections.Keys.Where(n => !used.Contains(n))) warn(places[name], $"the condition does not use selection '{name}'");
        return Expr.Or(parts);
    }

    private Expr Selection(Node key, Node value) => value.Kind switch
    {
        NodeKind.Map => Map(value),
        NodeKind.List when value.Items.Count > 0 => Expr.Or([.. value.Items.Select(i => i.Kind switch
        {
            NodeKind.Map => Map(i),
            NodeKind.List => throw new RuleFaultException(i, $"selection '{key.Text}': a list stands within a list"),
            _ => _items.Read(i, "", i),
        })]),
        NodeKind.Null or NodeKind.List => throw new RuleFaultException(key, $"selection '{key.Text}' is empty"),
        _ => _items.Read(key, "", value),
    };

    private Expr Map(Node map) =>
        map.Pairs.Count == 0 ? throw new RuleFaultException(map, "a selection is empty") : Expr.And([.. map.Pairs.Select(p => _items.Read(p.Key, p.Key.Text, p.Value))]);
}
