using System.Security.Cryptography;
using System.Text;
using Postvakt.Audit;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.UserReports;

/// <summary>Binds mailboxes of Exchange to addresses, and has a wrong binding forgotten. Every attempt is audited, a mere use is not.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class OutlookUsers(IDecisions decisions, TimeProvider clock)
{
    /// <summary>How old the note of its last use may be before it is written anew. 30 days: it only has to tell what nobody uses any more.</summary>
    private static readonly TimeSpan NoteEvery = TimeSpan.FromDays(30);

    /// <summary>
    /// The address of a mailbox, or null where it is another's. The address that Outlook says is believed the first time and bound to that mailbox; an address that is bound belongs to nobody else.
    /// </summary>
    /// <param name="id">Of the mailbox, as the token proves it.</param>
    /// <param name="said">The address that Outlook says, lower case.</param>
    public string? AddressOf(string id, string said)
    {
        var (now, mailbox) = (clock.GetUtcNow(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id))));
        if (decisions.FindRegistered(OutlookUser.Kind, mailbox) is { } entry)
        {
            var user = OutlookUser.Of(entry);
            if (user.Address != said) return null;
            if (now - user.Used > NoteEvery) decisions.Decide(new Decision(Audit(said, "use-mailbox", AuditEvent.Done)) { Register = [(user with { Used = now }).Change(entry.Version)] }, now);
            return said;
        }
        var taken = OutlookUser.At(decisions, said).Count > 0;
        var kept = decisions.Decide(new Decision(Audit(said, "bind-mailbox", taken ? "bound to another mailbox" : AuditEvent.Done)) { Register = taken ? [] : [new OutlookUser(mailbox, said, now, now).Change(0)] }, now);
        return taken || kept != DecisionOutcome.Done ? null : said;
    }

    /// <summary>Undoes the binding of an address: whoever next reports from Outlook under it is bound to it.</summary>
    public Ruling Forget(Actor actor, string address, string reason)
    {
        var now = clock.GetUtcNow();
        var bound = OutlookUser.At(decisions, address);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "OutlookReason")
            : bound.Count == 0 ? Ruling.No(Refusal.Unknown, "OutlookNotBound", address)
            : Ruling.Done("OutlookForgotten", address);
        var kept = decisions.Decide(new Decision(AuditEvent.Of(now, actor, "forget-mailbox", address, reason, ruling.Outcome))
        {
            Register = ruling.IsDone ? [.. bound.Select(e => new RegisterChange(e.Kind, e.Id, null, e.Version))] : [],
        }, now);
        return kept == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", address);
    }

    private AuditEvent Audit(string address, string action, string outcome) => AuditEvent.Of(clock.GetUtcNow(), new Actor(PersonalNotice.Person + address, Role.Employee), action, address, "", outcome);
}
