using System.Globalization;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Jobs;

namespace Postvakt.Quarantine;

/// <summary>What the worker that hands released mail over notes at each step, so that the next attempt, here or elsewhere, knows how far it came.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
/// <param name="directory">Whose mail it is.</param>
public sealed class DeliverySteps(IDecisions decisions, DirectorySnapshot directory, TimeProvider clock)
{
    /// <summary>How long a mail in doubt waits before it is sent again. Five minutes: whoever looks at it by then can lock, and a next hop that restarts is back.</summary>
    public static readonly TimeSpan DoubtTime = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30), LongestPause = TimeSpan.FromMinutes(30);
    private static readonly Actor Worker = Actor.System("release");
    private const string InDoubt = "delivery-in-doubt", Delivered = "delivered";

    /// <summary>How often a mail may come to be in doubt before a person must look. 3: a next hop that never answers would else get a copy every few minutes.</summary>
    private const int MaxDoubts = 3;

    /// <summary>Entries of a mail's history that are looked through. 100: a day of attempts leaves about fifty.</summary>
    private const int History = 100;

    /// <summary>How long a released mail's bytes are kept: should it never have arrived, a day is left to notice.</summary>
    private static readonly TimeSpan KeptAfterRelease = TimeSpan.FromDays(1);

    /// <summary>The mail to hand over now, or null when there is nothing to do: the job is then ended or put off.</summary>
    public QuarantineItem? Begin(QueuedJob job, ReleaseOrder order)
    {
        var (id, now) = (job.Job.Subject, clock.GetUtcNow());
        if (decisions.FindHeld(id) is not { State: QuarantineState.Delivering or QuarantineState.InDoubt } item)
        {
            Note(job, null, "delivery-dropped", id, "the mail is no longer on its way");
            return null;
        }
        if (job.Attempts > 1 && LastNote(id)?.Reason != Attempt(job.Attempts - 1))
        {
            // Whoever had it died on the way: it may be out.
            Doubt(job, item, "the attempt before did not end");
            return null;
        }
        if (!order.Emergency && decisions.CampaignOf(id) is var campaign && LockedGroups.Of(decisions, directory, order.Recipients, now) is var groups && decisions.LockDowns().Any(l => l.Holds(now) && l.Covers(campaign, groups)))
        {
            // In doubt it may be out already; saying "held" would be wrong.
            if (item.State == QuarantineState.InDoubt) PutOff(job, null, "delivery-stopped", id, "locked", DoubtTime);
            else Note(job, item, "delivery-stopped", id, "locked", QuarantineState.Held);
            return null;
        }
        return item;
    }

    /// <summary>The next hop has it.</summary>
    public bool Ended(QueuedJob job, QuarantineItem item, ReleaseOrder order, string how)
    {
        var now = clock.GetUtcNow();
        var rest = item.Recipients.Except(order.Recipients, StringComparer.OrdinalIgnoreCase).ToArray();
        var waiting = Requests.Open(decisions, directory, item);
        return decisions.Decide(new Decision(Event(Delivered, item.Id, how))
        {
            Item = item, Finished = job, Recipients = rest.Length == 0 ? null : rest,
            State = rest.Length == 0 ? QuarantineState.Released : waiting.Any(w => Requests.Reads(directory, w, rest)) ? QuarantineState.ReleaseRequested : QuarantineState.Held,
            Register = [Passing.Add(decisions, item.Id, order.Recipients, now)],
            Jobs =
            [
                .. Requests.Tell(item.Id, waiting.Where(w => Requests.Reads(directory, w, order.Recipients)), "ToldReleased", now),
                .. order.Genuine ? [Genuine.TeachJob(item.Id, now)] : (IEnumerable<Job>)[],
                .. rest.Length == 0 ? [DiscardJob.Of(item.Id, now + KeptAfterRelease)] : (IEnumerable<Job>)[],
            ],
        }, now) == DecisionOutcome.Done;
    }

    /// <summary>Forgets whom mail was delivered to, when nobody expects it any more. Returns whether there may be more.</summary>
    public bool Settle() => Passing.Expire(decisions, clock.GetUtcNow());

    /// <summary>It will never be taken as it is: a person must look again.</summary>
    public void Failed(QueuedJob job, QuarantineItem item, string why) => Note(job, item, "delivery-failed", item.Id, why, QuarantineState.Held);

    /// <summary>It was not taken and may be later; past the order's time a person must look again.</summary>
    public void Later(QueuedJob job, QuarantineItem item, ReleaseOrder order, string why)
    {
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(10, job.Attempts - 1)));
        if (clock.GetUtcNow() + pause >= order.GiveUpAt) Failed(job, item, "given up: " + why);
        else PutOff(job, null, "delivery-deferred", item.Id, why, pause);
    }

    /// <summary>All of it was sent, and no answer came: it is sent again after a while, a double rather than a loss, but not for ever.</summary>
    public void Doubted(QueuedJob job, QuarantineItem item) => Doubt(job, item, "no answer came");

    /// <summary>
    /// One of our listeners has a mail with our mark before it. False when we did not let it out to these recipients: then it is judged like any other,
    /// whoever sends a released mail to others.
    /// </summary>
    public bool IsOnItsWay(string id, IReadOnlyList<string> recipients)
    {
        if (decisions.FindHeld(id) is not { } item) return false;
        var expected = item.State is QuarantineState.Delivering or QuarantineState.InDoubt ? item.Recipients : [];
        return recipients.Count > 0 && recipients.All(r => expected.Contains(r, StringComparer.OrdinalIgnoreCase) || Passing.Of(decisions, id, clock.GetUtcNow()).Contains(r, StringComparer.OrdinalIgnoreCase));
    }

    private void Doubt(QueuedJob job, QuarantineItem item, string why)
    {
        var doubts = decisions.RecentAudit(item.Id, History).Select(e => e.Event).TakeWhile(e => e is not { Action: "release" or "emergency-release", Outcome: AuditEvent.Done }).Count(e => e.Action == InDoubt);
        if (doubts + 1 >= MaxDoubts) Failed(job, item, why + "; it may have arrived");
        else PutOff(job, item, InDoubt, item.Id, why, DoubtTime, QuarantineState.InDoubt);
    }

    /// <summary>What the worker noted last; what people did in between says nothing about how far it came.</summary>
    private AuditEvent? LastNote(string id) => decisions.RecentAudit(id, History).Select(e => e.Event).FirstOrDefault(e => e.Actor.IsSame(Worker.Name));

    /// <summary>Stands with what came of an attempt: one that died left nothing with its number.</summary>
    private static string Attempt(int number) => string.Create(CultureInfo.InvariantCulture, $"attempt {number}");

    private void Note(QueuedJob job, QuarantineItem? item, string action, string id, string outcome, QuarantineState state = default) =>
        decisions.Decide(new Decision(Event(action, id, outcome)) { Item = item, State = state, Finished = job }, clock.GetUtcNow());

    private void PutOff(QueuedJob job, QuarantineItem? item, string action, string id, string outcome, TimeSpan pause, QuarantineState state = default) =>
        decisions.Decide(new Decision(Event(action, id, outcome, Attempt(job.Attempts))) { Item = item, State = state, Finished = job, Again = clock.GetUtcNow() + pause }, clock.GetUtcNow());

    private AuditEvent Event(string action, string id, string outcome, string attempt = "") => AuditEvent.Of(clock.GetUtcNow(), Worker, action, id, attempt, outcome);
}
