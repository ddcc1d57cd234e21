using Postvakt.Rules;

namespace Postvakt.Detection;

/// <summary>Matches of mail rules, as findings of the mail.</summary>
public static class RuleDetector
{
    /// <summary>Id of the finding that a rule matched; its source is the rule's id.</summary>
    public const string Finding = "mail-rule";

    private const int MaxEvidence = 8;

    internal static IEnumerable<Finding> Examine(RuleFindings rules, RulePolicy policy)
    {
        foreach (var hit in rules.Hits)
        {
            var rule = hit.Rule.Rule;
            var evidence = hit.Evidence.Take(MaxEvidence).Select(e => new Evidence(Cut(e.Path), Cut(e.Text)));
            yield return hit.Rule.Counts
                ? new(Finding, Cut(rule.Name), policy.Of(hit.Rule.Severity), rule.Id, [.. evidence], [])
                : new(Finding, Cut($"{rule.Name} (observed: does not count)"), Severity.Info, rule.Id, [.. evidence], []);
        }
        // Nobody gets past a rule by making it run long.
        if (rules.Unfinished.Count > 0)
            yield return new(VerdictPolicy.Incomplete, "Rules could not be examined to their end.", Severity.Low, "rules", [.. rules.Unfinished.Take(MaxEvidence).Select(r => new Evidence("rule", Cut(r.Rule.Name)))], []);
    }

    private static string Cut(string text) => text.Length <= 160 ? text : text[..(char.IsHighSurrogate(text[159]) ? 159 : 160)];
}
