using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Messages.Links;
using Postvakt.Registers;

namespace Postvakt.Quarantine;

/// <summary>Grants exceptions and withdraws them. Every attempt is audited.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class ExceptionGrants(IDecisions decisions, TimeProvider clock)
{
    /// <summary>Exceptions that may hold at once. 1,000: more would be a filter of its own.</summary>
    private const int MaxAtOnce = 1_000;

    /// <summary>Characters of one of its values. 320: an address.</summary>
    private const int MaxValue = 320;

    /// <summary>How long one is shown after its end. 90 days: as long as the records of what it let through at most.</summary>
    private static readonly TimeSpan ShownAfter = TimeSpan.FromDays(90);

    /// <summary>The finding of the model itself: with a sender alone it would be an exception of the sender.</summary>
    private const string WholeModel = "hijacked-reply";

    /// <summary>All that were not withdrawn, also past their end.</summary>
    public static IReadOnlyList<ExceptionRule> All(IRegister register) => [.. register.Register(ExceptionRule.Kind).Select(e => JsonSerializer.Deserialize<ExceptionRule>(e.Json)).OfType<ExceptionRule>()];

    /// <summary>Grants one. Those past their end make room.</summary>
    public Ruling Grant(Actor actor, string sender, string host, string rule, string campaign, string reason, DateTimeOffset until)
    {
        var now = clock.GetUtcNow();
        (sender, host) = (sender.Trim().ToLowerInvariant(), host.Trim().TrimStart('.').ToLowerInvariant());
        var all = All(decisions);
        var over = all.Where(r => r.Until <= now).ToArray();
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : new[] { sender, host, rule, campaign }.Any(v => v.Length > MaxValue) || (sender.Length > 0 && !sender.Contains('@')) || (host.Length > 0 && (Uri.CheckHostName(host) == UriHostNameType.Unknown || PublicSuffixList.Suffix(host).Length == host.Length))
                ? Ruling.No(Refusal.Unknown, "ExceptionValue")
            : new[] { host, rule, campaign }.Count(v => v.Length > 0) != 1 || (sender.Length == 0 && campaign.Length == 0) || rule == WholeModel ? Ruling.No(Refusal.Unknown, "ExceptionAlone")
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "ExceptionReason")
            : until <= now || until > now + ExceptionRule.MaxTime ? Ruling.No(Refusal.NoReason, "ExceptionTime", ExceptionRule.MaxTime.Days.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : all.Count - over.Length >= MaxAtOnce ? Ruling.No(Refusal.NotHeld, "TooMany", MaxAtOnce.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : null;
        var id = FormattableString.Invariant($"x{now.ToUnixTimeMilliseconds():x}");
        ruling ??= Ruling.Done("ExceptionGranted", id, Wording.Sentences.Time(until));
        var granted = new ExceptionRule(id, sender, host, rule, campaign, actor.Name, AuditEvent.Of(now, actor, "", "", reason, "").Reason, now, until);
        return Keep(new Decision(AuditEvent.Of(now, actor, "grant-exception", ruling.IsDone ? id : string.Join(' ', sender, host, rule, campaign).Trim(), reason, ruling.Outcome))
        {
            Register = ruling.IsDone ? [new RegisterChange(ExceptionRule.Kind, id, JsonSerializer.Serialize(granted), 0), .. over.Select(Removal).OfType<RegisterChange>()] : [],
        }, ruling, id);
    }

    /// <summary>Withdraws one before its end.</summary>
    public Ruling Withdraw(Actor actor, string id, string reason)
    {
        var entry = decisions.FindRegistered(ExceptionRule.Kind, id);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder) : entry is null ? Ruling.No(Refusal.Unknown, "NoException", id) : Ruling.Done("ExceptionEnded", id);
        return Keep(new Decision(AuditEvent.Of(clock.GetUtcNow(), actor, "withdraw-exception", id, reason, ruling.Outcome))
        {
            Register = ruling.IsDone ? [new RegisterChange(ExceptionRule.Kind, id, null, entry!.Version)] : [],
        }, ruling, id);
    }

    /// <summary>Drops those that ended long ago; until then it is seen what they let through.</summary>
    public void Expire()
    {
        var now = clock.GetUtcNow();
        var over = All(decisions).Where(r => r.Until + ShownAfter <= now).Select(Removal).OfType<RegisterChange>().ToArray();
        if (over.Length > 0) decisions.Decide(new Decision(AuditEvent.Of(now, Actor.System("exceptions"), "exceptions-settled", FormattableString.Invariant($"{over.Length} exceptions"), "", AuditEvent.Done)) { Register = over }, now);
    }

    private RegisterChange? Removal(ExceptionRule rule) => decisions.FindRegistered(ExceptionRule.Kind, rule.Id) is { } entry ? new RegisterChange(ExceptionRule.Kind, rule.Id, null, entry.Version) : null;

    private Ruling Keep(Decision decision, Ruling ruling, string id) => decisions.Decide(decision, clock.GetUtcNow()) == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", id);
}
