using Postvakt.Indicators;

namespace Postvakt.Incidents;

/// <summary>One thing in a mailbox that a thief may have set up.</summary>
/// <param name="Key">Of the sentence that says it.</param>
/// <param name="Values">What the sentence is filled with; names are the thief's words: escape them where they are shown.</param>
public sealed record AccountFinding(string Key, IReadOnlyList<string> Values)
{
    /// <summary>Findings that are kept. 50: what a responder reads.</summary>
    public const int Max = 50;

    private const int MaxNamed = 5;

    /// <summary>Rules that are switched off do nothing and are left out. Neither Graph nor EWS tells when a rule was made.</summary>
    /// <param name="isOwn">Whether an address is of the organisation.</param>
    public static IReadOnlyList<AccountFinding> Of(MailboxRules mailbox, Func<string, bool> isOwn) =>
        [.. mailbox.Rules.Where(r => r.IsOn).SelectMany(r => Of(r, isOwn)).Concat(mailbox.AnswersOutside == true ? [new AccountFinding("AccountAnswers", [])] : []).Take(Max)];

    private static IEnumerable<AccountFinding> Of(InboxRule rule, Func<string, bool> isOwn)
    {
        var outside = rule.SendsTo.Where(a => !isOwn(a)).ToArray();
        if (outside.Length > 0) yield return new("RuleForwardsOut", [rule.Name, string.Join(", ", outside.Take(MaxNamed).Select(a => Defanged.Of(new Indicator("address", a)))) + (outside.Length > MaxNamed ? "…" : "")]);
        if (rule.Deletes) yield return new("RuleDeletes", [rule.Name]);
        else if (rule.MovesTo.Length > 0) yield return new(rule.MarksRead ? "RuleHides" : "RuleMoves", [rule.Name, rule.MovesTo]);
    }
}
