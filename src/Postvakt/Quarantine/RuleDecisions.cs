using System.Globalization;
using Postvakt.Audit;
using Postvakt.Registers;
using Postvakt.Rules;

namespace Postvakt.Quarantine;

/// <summary>Promotes mail rules, so that their matches count, and puts them back to be observed. Every attempt is audited.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class RuleDecisions(IDecisions decisions, TimeProvider clock)
{
    /// <summary>Rules of one decision. 500.</summary>
    public const int MaxAtOnce = 500;

    /// <param name="counts">Their matches count from now on; else they are observed.</param>
    /// <param name="severity">What they count as, one of <see cref="RulePromotion.Severities"/>; null for what their authors say.</param>
    /// <param name="ids">As the list of rules shows them.</param>
    public Ruling Decide(Actor actor, RuleBook book, IReadOnlyList<string> ids, bool counts, string? severity, string reason)
    {
        var now = clock.GetUtcNow();
        var rules = ids.Distinct(StringComparer.Ordinal).Select(id => (Id: id, Rule: book.ById.GetValueOrDefault(id))).ToArray();
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : rules.Length is 0 or > MaxAtOnce ? Ruling.No(Refusal.Unknown, "RulesNamed", MaxAtOnce.ToString(CultureInfo.InvariantCulture))
            : rules.FirstOrDefault(r => r.Rule is null || r.Id.Length > RulePromotion.MaxId) is { Id: { } unknown } ? Ruling.No(Refusal.Unknown, "NoRule", unknown)
            : severity is not null && (!counts || !RulePromotion.Severities.Contains(severity)) ? Ruling.No(Refusal.Unknown, "RuleSeverity")
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "RuleReason")
            : null;
        ruling ??= Ruling.Done(counts ? "RulePromoted" : "RuleObserved", rules.Length.ToString(CultureInfo.InvariantCulture));
        var audit = AuditEvent.Of(now, actor, counts ? "promote-rule" : "observe-rule", string.Join(' ', ids.Take(5)) + (ids.Count > 5 ? $" and {ids.Count - 5} more" : ""), reason, ruling.Outcome);
        var decision = new Decision(audit) { Register = ruling.IsDone ? [.. rules.Select(r => Change(r.Rule!, counts, severity, actor, audit.Reason, now))] : [] };
        return decisions.Decide(decision, now) == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", audit.Subject);
    }

    private RegisterChange Change(MailRule rule, bool counts, string? severity, Actor actor, string reason, DateTimeOffset now) =>
        new RulePromotion(rule.Rule.Id, counts, RulePromotion.DigestOf(rule.Rule), actor.Name, reason, now, severity).Change(decisions.FindRegistered(RulePromotion.Kind, rule.Rule.Id)?.Version ?? 0);
}
