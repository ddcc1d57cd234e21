namespace Postvakt.Sigma.Rules;

/// <summary>Finds the rules that correlations call, and leaves out correlations that call what is not there or, over others, themselves.</summary>
internal static class References
{
    /// <summary>Correlations over correlations.</summary>
    private const int MaxChain = 16;

    /// <returns>Correlations in an order in which each stands behind those that it calls.</returns>
    public static IReadOnlyList<ResolvedCorrelation> Resolve(IReadOnlyList<CorrelationRule> rules, Dictionary<string, SigmaRule> ids, Dictionary<string, SigmaRule> names, List<SigmaProblem> problems)
    {
        var waiting = new List<ResolvedCorrelation>();
        foreach (var rule in rules)
        {
            var members = new List<SigmaRule>();
            var whole = true;
            foreach (var reference in rule.References)
            {
                if (!ids.TryGetValue(reference.Text.ToLowerInvariant(), out var found) && !names.TryGetValue(reference.Text, out found))
                {
                    problems.Add(new(rule.Info.File, reference.Line, reference.Column, true, $"correlation: no rule has the id or name '{reference.Text}'" + Suggestion.For(reference.Text, names.Keys), rule.Info.Title));
                    whole = false;
                }
                else if (found.Kind == SigmaRuleKind.Filter)
                {
                    problems.Add(new(rule.Info.File, reference.Line, reference.Column, true, $"correlation: '{reference.Text}' is a filter, which matches nothing itself", rule.Info.Title));
                    whole = false;
                }
                else
                {
                    members.Add(found);
                }
            }
            if (whole) waiting.Add(new(rule, members));
        }
        return InOrder(waiting, problems);
    }

    private static List<ResolvedCorrelation> InOrder(List<ResolvedCorrelation> waiting, List<SigmaProblem> problems)
    {
        var ordered = new List<ResolvedCorrelation>();
        var done = new HashSet<SigmaRule>(ReferenceEqualityComparer.Instance);
        for (var level = 0; level < MaxChain && waiting.Count > 0; level++)
        {
            var ready = waiting.Where(w => w.Members.All(m => m.Kind != SigmaRuleKind.Correlation || done.Contains(m))).ToList();
            if (ready.Count == 0) break;
            ordered.AddRange(ready);
            foreach (var one in ready) done.Add(one.Rule.Info);
            waiting = [.. waiting.Except(ready)];
        }
        foreach (var left in waiting)
            problems.Add(new(left.Rule.Info.File, left.Rule.Info.Line, 1, true, $"correlation: it calls a correlation that is not loaded, or itself over others, or the chain is longer than {MaxChain}", left.Rule.Info.Title));
        return ordered;
    }
}
