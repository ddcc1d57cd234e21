using System.Globalization;
using Postvakt.Audit;
using Postvakt.Indicators;
using Postvakt.Messages.Links;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Signals;

namespace Postvakt.Hunts;

/// <summary>Names indicators that mail is looked through for, and withdraws them. Every attempt is audited.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class IndicatorDecisions(IDecisions decisions, TimeProvider clock)
{
    /// <summary>Indicators that hold at once. 10,000: what an entry of the register is read by.</summary>
    public const int MaxAtOnce = 10_000;

    /// <summary>Named in one decision. 200.</summary>
    public const int MaxNamed = 200;

    /// <summary>All that were not withdrawn, also those past their end.</summary>
    public static IReadOnlyList<KnownIndicator> All(IRegister register) => [.. register.Register(KnownIndicator.Kind).Select(KnownIndicator.Of)];

    /// <summary>Names some; those that are known already are named anew.</summary>
    /// <param name="known">How many people's trusted mail names one of them, or 0: a place that many use is no indicator of anything.</param>
    /// <param name="until">When they end; null: in 90 days.</param>
    /// <param name="anyway">Although many use it.</param>
    public Ruling Name(Actor actor, IReadOnlyList<Indicator> indicators, IndicatorGrade grade, string reason, string incident, DateTimeOffset? until, Func<Indicator, int> known, bool anyway)
    {
        var now = clock.GetUtcNow();
        var end = until ?? now + KnownIndicator.UsualTime;
        var all = indicators.Distinct().ToArray();
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : all.Length is 0 or > MaxNamed ? Ruling.No(Refusal.Unknown, "IndicatorNone", Number(MaxNamed))
            : all.FirstOrDefault(i => i.Type == "host" && PublicSuffixList.Suffix(i.Value).Length == i.Value.Length) is { } suffix ? Ruling.No(Refusal.Unknown, "IndicatorSuffix", suffix.Value)
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "IncidentReason")
            : end <= now || end > now + KnownIndicator.MaxTime ? Ruling.No(Refusal.NoReason, "IndicatorTime", Number(KnownIndicator.MaxTime.Days))
            : incident.Length > 0 && decisions.FindRegistered(Postvakt.Campaigns.IncidentOf.Kind, incident) is null ? Ruling.No(Refusal.Unknown, "NoIncident", incident)
            : !anyway && all.Select(i => (Indicator: i, People: known(i))).FirstOrDefault(k => k.People >= ManyPeople) is { People: > 0 } many ? Ruling.No(Refusal.NotHeld, "IndicatorUsed", many.Indicator.Value, Number(many.People))
            : null;
        var entries = ruling is null ? all.Select(i => (Indicator: i, Entry: decisions.FindRegistered(KnownIndicator.Kind, KnownIndicator.IdOf(i)))).ToArray() : [];
        if (ruling is null && entries.Any(e => e.Entry is null) && decisions.Register(KnownIndicator.Kind).Count + entries.Count(e => e.Entry is null) > MaxAtOnce) ruling = Ruling.No(Refusal.NotHeld, "TooMany", Number(MaxAtOnce));
        ruling ??= Ruling.Done("IndicatorNamed", Number(all.Length), Wording.Sentences.Time(end));
        return Keep(AuditEvent.Of(now, actor, "name-indicator", string.Join(' ', all.Take(3).Select(Defanged.Of)), reason, ruling.Outcome), ruling,
            [.. ruling.IsDone ? entries.Select(e => new KnownIndicator(e.Indicator, grade, actor.Name, AuditEvent.Of(now, actor, "", "", reason, "").Reason, incident, now, end).Change(e.Entry?.Version ?? 0)) : []]);
    }

    /// <summary>People who link to a place before it counts as everybody's. 20.</summary>
    private const int ManyPeople = 20;

    /// <summary>Withdraws one before its end.</summary>
    /// <param name="id">See <see cref="KnownIndicator.Id"/>.</param>
    public Ruling Withdraw(Actor actor, string id, string reason)
    {
        var entry = id.Length <= 200 ? decisions.FindRegistered(KnownIndicator.Kind, id) : null;
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder) : entry is null ? Ruling.No(Refusal.Unknown, "NoIndicator", id) : Ruling.Done("IndicatorWithdrawn", id);
        return Keep(AuditEvent.Of(clock.GetUtcNow(), actor, "withdraw-indicator", id, reason, ruling.Outcome), ruling, ruling.IsDone ? [new RegisterChange(entry!.Kind, entry.Id, null, entry.Version)] : []);
    }

    /// <summary>Drops those that ended.</summary>
    public void Expire()
    {
        var now = clock.GetUtcNow();
        var over = decisions.Register(KnownIndicator.Kind).Where(e => KnownIndicator.Of(e).Until <= now).Take(500).Select(e => new RegisterChange(e.Kind, e.Id, null, e.Version)).ToArray();
        if (over.Length > 0) Keep(AuditEvent.Of(now, Actor.System("indicators"), "indicators-ended", FormattableString.Invariant($"{over.Length} indicators"), "", AuditEvent.Done), Ruling.Done("IndicatorWithdrawn", ""), over);
    }

    private Ruling Keep(AuditEvent audit, Ruling ruling, IReadOnlyList<RegisterChange> changes) =>
        decisions.Decide(new Decision(audit) { Register = changes }, clock.GetUtcNow()) == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", audit.Subject);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
