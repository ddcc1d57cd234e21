using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma.Correlations;

/// <summary>Who feeds whom: for each rule the correlations that call it, and the fields they need of its events.</summary>
internal sealed class CorrelationPlan
{
    private readonly Dictionary<SigmaRule, List<(int Correlation, int Position)>> _callers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SigmaRule, string[]> _fields = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<SigmaRule> _silent = new(ReferenceEqualityComparer.Instance);

    public CorrelationPlan(SigmaRuleSet rules)
    {
        All = [.. rules.Correlations.Select(c => new PlannedCorrelation(c))];
        for (var i = 0; i < All.Count; i++)
            for (var p = 0; p < All[i].Members.Count; p++)
                (_callers.TryGetValue(All[i].Members[p], out var list) ? list : _callers[All[i].Members[p]] = []).Add((i, p));
        foreach (var (rule, callers) in _callers)
            if (!callers.Any(c => All[c.Correlation].Rule.Generate)) _silent.Add(rule);
        // From the outermost inwards: what is asked of a correlation is asked of its members too.
        for (var i = All.Count - 1; i >= 0; i--) Collect(All[i].Rule.Info);
        foreach (var rule in rules.Detections) Collect(rule.Info);
    }

    /// <summary>Each stands behind those that it calls.</summary>
    public IReadOnlyList<PlannedCorrelation> All { get; }

    public IReadOnlyList<(int Correlation, int Position)> CallersOf(SigmaRule rule) => _callers.TryGetValue(rule, out var callers) ? callers : [];

    /// <summary>Fields that correlations need of an event of the rule.</summary>
    public IReadOnlyList<string> FieldsOf(SigmaRule rule) => _fields.TryGetValue(rule, out var fields) ? fields : [];

    /// <summary>Whether matches of the rule are handed out: always, unless a correlation calls it and none says "generate".</summary>
    public bool SpeaksItself(SigmaRule rule) => !_silent.Contains(rule);

    private void Collect(SigmaRule rule)
    {
        var fields = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (correlation, position) in CallersOf(rule))
        {
            var caller = All[correlation];
            fields.UnionWith(caller.GroupFields(position));
            fields.UnionWith(caller.ValueFields(position));
            if (_fields.TryGetValue(caller.Rule.Info, out var outer)) fields.UnionWith(outer);
        }
        if (fields.Count > 0) _fields[rule] = [.. fields];
    }
}
