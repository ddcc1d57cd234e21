using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Directories;
using Postvakt.Quarantine;
using Postvakt.Questions;
using Postvakt.Registers;

namespace Postvakt.Incidents;

/// <summary>Accounts that somebody else seems to use: marked by a responder or by what a sender says, handed over to whoever runs them, and cleared. Every attempt is audited.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class SuspectedAccounts(IDecisions decisions, DirectorySnapshot directory, TimeProvider clock)
{
    /// <summary>Handed over in one round.</summary>
    private const int MaxAtOnce = 100;

    /// <summary>How far back the first sign may lie. 90 days: as far as records of odd mail reach.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>All that are suspected now, by the ids of their persons.</summary>
    public static IReadOnlyList<AccountSuspected> All(IRegister register) => [.. register.Register(AccountSuspected.Kind).Select(e => JsonSerializer.Deserialize<AccountSuspected>(e.Json)).OfType<AccountSuspected>()];

    /// <summary>Marks the account of somebody whom the directory knows.</summary>
    /// <param name="since">The first sign; null: now.</param>
    public Ruling Mark(Actor actor, string address, DateTimeOffset? since, string reason)
    {
        var now = clock.GetUtcNow();
        var (person, first) = (directory.PersonOf(address), since ?? now);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : person is null ? Ruling.No(Refusal.Unknown, "NoPerson", address)
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "IncidentReason")
            : first > now || first < now - Longest ? Ruling.No(Refusal.NoReason, "IncidentKnown")
            : Ruling.Done("AccountMarked", person.Address);
        return Keep(new Decision(AuditEvent.Of(now, actor, "suspect-account", person?.Address ?? address, reason, ruling.Outcome))
        {
            Register = ruling.IsDone ? [new AccountSuspected(person!.Id, first, "responder", "").Change(decisions)] : [],
            Jobs = ruling.IsDone ? [new IncidentProposal("account", "", "", person!.Address, Severe: false).Job(now)] : [],
        }, ruling, address);
    }

    /// <summary>Says that the account is in its owner's hands again.</summary>
    public Ruling Clear(Actor actor, string address, string reason)
    {
        var person = directory.PersonOf(address)?.Id ?? address;
        var entry = decisions.FindRegistered(AccountSuspected.Kind, person);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : entry is null ? Ruling.No(Refusal.Unknown, "NotSuspected", address)
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "IncidentReason")
            : Ruling.Done("AccountCleared", address);
        RegisterChange[] more = [.. new[] { decisions.FindRegistered(AccountHandOver.Kind, person), decisions.FindRegistered(AccountLook.Kind, person) }.OfType<RegisterEntry>().Select(e => new RegisterChange(e.Kind, e.Id, null, e.Version))];
        return Keep(new Decision(AuditEvent.Of(clock.GetUtcNow(), actor, "clear-account", address, reason, ruling.Outcome))
        {
            Register = ruling.IsDone ? [new RegisterChange(entry!.Kind, entry.Id, null, entry.Version), .. more] : [],
        }, ruling, address);
    }

    /// <summary>Promises to hand over those that nobody was told about yet. Returns how many.</summary>
    public int HandOver()
    {
        var now = clock.GetUtcNow();
        var count = 0;
        foreach (var account in All(decisions).Where(a => decisions.FindRegistered(AccountHandOver.Kind, a.Person) is null).Take(MaxAtOnce))
        {
            var address = directory.People.FirstOrDefault(p => p.Id == account.Person)?.Address ?? "";
            var order = new AccountHandOver(account.Person, address, account.Since, account.Because, account.Incident);
            if (decisions.Decide(new Decision(AuditEvent.Of(now, Actor.System("accounts"), "hand-over", address.Length > 0 ? address : account.Person, account.Because, AuditEvent.Done))
            {
                Register = [new RegisterChange(AccountHandOver.Kind, account.Person, JsonSerializer.Serialize(order), 0)], Jobs = [order.Job(now)],
            }, now) == DecisionOutcome.Done) count++;
        }
        return count;
    }

    /// <summary>Promises to look at the mailboxes of those that were not looked at yet. Returns how many.</summary>
    public int LookInto()
    {
        var now = clock.GetUtcNow();
        var count = 0;
        foreach (var account in All(decisions).Where(a => decisions.FindRegistered(AccountLook.Kind, a.Person) is null).Take(MaxAtOnce))
        {
            var address = directory.People.FirstOrDefault(p => p.Id == account.Person)?.Address ?? "";
            var look = new AccountLook(account.Person, address, null, false, "", []);
            if (decisions.Decide(new Decision(AuditEvent.Of(now, Actor.System("accounts"), "look-into", address.Length > 0 ? address : account.Person, account.Because, AuditEvent.Done)) { Register = [look.Change(0)], Jobs = [look.Job(now)] }, now) == DecisionOutcome.Done) count++;
        }
        return count;
    }

    private Ruling Keep(Decision decision, Ruling ruling, string address) => decisions.Decide(decision, clock.GetUtcNow()) == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", address);
}
