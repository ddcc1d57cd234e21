using System.Globalization;
using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Jobs;
using Postvakt.Quarantine;

namespace Postvakt.Advisories;

/// <summary>
/// Sends an advisory step by step, each a decision with its job, so that it goes on where it stopped: first everybody's copy is promised, then each copy is delivered and
/// noted, then the whole is closed.
/// </summary>
/// <param name="decisions">Used by one thread at a time.</param>
/// <param name="perMinute">Copies a minute.</param>
public sealed class AdvisoryRun(IDecisions decisions, DirectorySnapshot directory, int perMinute, TimeProvider clock)
{
    /// <summary>Kind of the job that ends a sending when nothing waits any more.</summary>
    public const string CloseKind = "advisory-close";

    /// <summary>People whose copies are promised in one transaction. 200: it must not keep the mail waiting.</summary>
    private const int AtOnce = 200;

    /// <summary>Characters of a person's id that fit the register's beside the advisory's.</summary>
    private const int MaxPerson = 140;

    private static readonly Actor Self = Actor.System("advisories");

    /// <summary>Promises the copies of the next people.</summary>
    /// <param name="byBot">Whether the bot reaches a person.</param>
    /// <param name="toChannel">Whether there is a channel.</param>
    public void Spread(QueuedJob job, Func<string, bool> byBot, bool toChannel)
    {
        var now = clock.GetUtcNow();
        var advisory = Advisory.Find(decisions, job.Job.Subject);
        if (advisory is not { State: AdvisoryState.Sending })
        {
            End(job, "advisory-spread", "no longer sending", now);
            return;
        }
        var order = job.Job.Payload == "{}" ? new SpreadOrder("", 0) : JsonSerializer.Deserialize<SpreadOrder>(job.Job.Payload)!;
        // Shared mailboxes are read by people who get their own.
        var people = directory.People.Where(p => !p.IsShared && p.Id.Length <= MaxPerson && string.CompareOrdinal(p.Id, order.After) > 0 && advisory.IsFor(p.Groups)).OrderBy(p => p.Id, StringComparer.Ordinal).Take(AtOnce).ToArray();
        var copies = people.SelectMany(p => Copies(advisory, p, byBot)).ToList();
        if (order.After.Length == 0 && advisory.ByTeams && toChannel) copies.Insert(0, new AdvisoryDelivery(advisory.Id, "channel", "", "", DeliveryState.Waiting, ""));
        // Who has one already, whatever became of it, gets no second.
        copies = [.. copies.Where(c => decisions.FindRegistered(AdvisoryDelivery.Kind, c.Id) is null)];
        var pace = TimeSpan.FromMinutes(1) / Math.Max(1, perMinute);
        var jobs = copies.Select((c, i) => new Job(AdvisoryDelivery.JobKind, c.Id, "{}", now + pace * i)).ToList();
        var rest = now + pace * copies.Count;
        jobs.Add(people.Length == AtOnce ? new Job(AdvisoryIssues.SpreadKind, advisory.Id, JsonSerializer.Serialize(new SpreadOrder(people[^1].Id, order.Promised + copies.Count)), rest) : new Job(CloseKind, advisory.Id, "{}", rest));
        decisions.Decide(new Decision(AuditEvent.Of(now, Self, "advisory-spread", advisory.Id, string.Create(CultureInfo.InvariantCulture, $"{copies.Count} copies"), AuditEvent.Done)) { Register = [.. copies.Select(c => c.Change(0))], Jobs = jobs, Finished = job }, now);
    }

    /// <summary>The copy that a job delivers, with its advisory; null where nothing is to be delivered any more, and the job is ended.</summary>
    public (Advisory Advisory, AdvisoryDelivery Copy)? Begin(QueuedJob job)
    {
        var copy = decisions.FindRegistered(AdvisoryDelivery.Kind, job.Job.Subject) is { } entry ? AdvisoryDelivery.Of(entry) : null;
        var advisory = copy is null ? null : Advisory.Find(decisions, copy.Advisory);
        if (copy is { State: DeliveryState.Waiting } && advisory is { State: AdvisoryState.Sending or AdvisoryState.Sent }) return (advisory, copy);
        if (copy is { State: DeliveryState.Waiting }) Note(job, DeliveryState.Dropped, "withdrawn");
        else if (copy is not null && decisions.FindRegistered(AdvisoryDelivery.Kind, copy.Id) is { } noted) decisions.Settle(job, AdvisoryDelivery.Of(noted).Change(noted.Version));
        else End(job, "advisory-delivery", "nothing to deliver", clock.GetUtcNow());
        return null;
    }

    /// <summary>Notes what became of a copy: in its entry, while the audit has the sending as a whole. False when another worker has the job.</summary>
    public bool Note(QueuedJob job, DeliveryState state, string why) =>
        decisions.FindRegistered(AdvisoryDelivery.Kind, job.Job.Subject) is { } entry && decisions.Settle(job, (AdvisoryDelivery.Of(entry) with { State = state, Why = why }).Change(entry.Version));

    /// <summary>Ends the sending, with its counts in the audit. False while a copy waits: then it is to be looked at again in a while.</summary>
    public bool Close(QueuedJob job)
    {
        var now = clock.GetUtcNow();
        var entry = decisions.FindRegistered(Advisory.Kind, job.Job.Subject);
        var advisory = entry is null ? null : Advisory.Of(entry);
        var waits = advisory is { State: AdvisoryState.Sending } && decisions.RegisteredUnder(AdvisoryDelivery.Kind, "waiting:" + job.Job.Subject, "", 1).Count > 0;
        if (waits) return false;
        var report = DeliveryReport.Of(decisions, job.Job.Subject);
        var counts = string.Create(CultureInfo.InvariantCulture, $"{report.Accepted} taken, {report.Refused} refused, {report.Undeliverable} undeliverable, {report.Dropped} dropped");
        decisions.Decide(new Decision(AuditEvent.Of(now, Self, "advisory-close", job.Job.Subject, counts, AuditEvent.Done))
        {
            Finished = job, Register = advisory is { State: AdvisoryState.Sending } ? [(advisory with { State = AdvisoryState.Sent }).Change(entry!.Version)] : [],
        }, now);
        return true;
    }

    private static IEnumerable<AdvisoryDelivery> Copies(Advisory advisory, Person person, Func<string, bool> byBot)
    {
        if (advisory.ByMail) yield return new AdvisoryDelivery(advisory.Id, "mail", person.Id, person.Address, DeliveryState.Waiting, "");
        if (advisory.ByTeams && byBot(person.Id)) yield return new AdvisoryDelivery(advisory.Id, "bot", person.Id, person.Address, DeliveryState.Waiting, "");
    }

    private void End(QueuedJob job, string action, string outcome, DateTimeOffset now) => decisions.Decide(new Decision(AuditEvent.Of(now, Self, action, job.Job.Subject, "", outcome)) { Finished = job }, now);

    /// <param name="After">Id of the last person whose copies are promised.</param>
    /// <param name="Promised">Copies so far.</param>
    private sealed record SpreadOrder(string After, int Promised);
}
