using System.Globalization;
using Postvakt.Audit;
using Postvakt.Quarantine;
using Postvakt.Questions;
using Postvakt.Registers;

namespace Postvakt.Advisories;

/// <summary>What asking and warning people leaves in the register: dropped when its time is over, and when a person is erased. The audit keeps that it happened, for as long as it keeps anything.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class ResponseTraces(IDecisions decisions, TimeProvider clock)
{
    /// <summary>How long it is kept. 400 days, as ids in Memory are: an incident is gone over again a year later.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>Entries dropped in one transaction.</summary>
    private const int AtOnce = 500;

    /// <summary>Kinds, and what their ids begin with: time follows.</summary>
    private static readonly (string Kind, string Prefix)[] Timed =
        [(SenderQuestion.Kind, "question"), (PartnerNotice.Kind, "partner"), (AdvisoryDelivery.Kind, "advisory"), (Advisory.Kind, "advisory"), ("automation", "automation")];

    private static readonly string[] OfPeople = [SenderQuestion.Kind, AdvisoryDelivery.Kind, AccountSuspected.Kind, "account-look", "automation"];

    /// <summary>Drops some of what is older than it is kept; false when there was nothing.</summary>
    public bool Expire()
    {
        var now = clock.GetUtcNow();
        var since = (now - Kept).UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        var over = Timed.SelectMany(t => decisions.RegisteredUnder(t.Kind, "", $"{t.Prefix}-{since}", AtOnce)).Take(AtOnce).ToArray();
        if (over.Length > 0) Drop(over, FormattableString.Invariant($"{over.Length} entries"), now);
        return over.Length > 0;
    }

    /// <summary>Drops all that names a person.</summary>
    /// <param name="person">Id in the Directory.</param>
    /// <param name="audited">What the audit calls the person.</param>
    public void Erase(string person, string audited)
    {
        var now = clock.GetUtcNow();
        foreach (var kind in OfPeople)
        {
            while (decisions.RegisteredUnder(kind, "person:" + person, "", AtOnce) is { Count: > 0 } some) Drop(some, audited, now);
        }
        RegisterEntry?[] single = [decisions.FindRegistered(PersonQuestions.Kind, person), decisions.FindRegistered(TeamsContact.Kind, person.ToLowerInvariant())];
        if (single.OfType<RegisterEntry>().ToArray() is { Length: > 0 } found) Drop(found, audited, now);
    }

    private void Drop(IReadOnlyList<RegisterEntry> entries, string audited, DateTimeOffset now) => decisions.Decide(new Decision(AuditEvent.Of(now, Actor.System("privacy"), "traces-dropped", audited, "", AuditEvent.Done))
    {
        Register = [.. entries.Select(e => new RegisterChange(e.Kind, e.Id, null, e.Version))],
    }, now);
}
