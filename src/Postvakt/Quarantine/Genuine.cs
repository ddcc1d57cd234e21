using System.Globalization;
using Postvakt.Audit;
using Postvakt.Jobs;
using Postvakt.Memory;
using Postvakt.Registers;

namespace Postvakt.Quarantine;

/// <summary>
/// A mail that was held and is genuine teaches Memory, as history does: who wrote it, what it linked to and carried. What it taught stands in the register as long as it
/// can be taken back.
/// </summary>
/// <param name="decisions">Used by one thread at a time, with the Memory of the same store.</param>
public sealed class Genuine(IDecisions decisions, IMemory memory, TimeProvider clock)
{
    /// <summary>Kind of the job that has the worker teach; its subject is the mail's id.</summary>
    public const string JobKind = "teach-genuine";

    /// <summary>Kind in the register; the content is the mail's row in Memory.</summary>
    public const string Kind = "genuine";

    public static Job TeachJob(string id, DateTimeOffset due) => new(JobKind, id, "{}", due);

    /// <summary>Ends the job of a mail that Memory has learned from. False when another worker has it.</summary>
    /// <param name="message">Row in Memory.</param>
    public bool Taught(QueuedJob job, long message)
    {
        var id = job.Job.Subject;
        return decisions.Decide(new Decision(AuditEvent.Of(clock.GetUtcNow(), Actor.System("teach"), "learned", id, "", AuditEvent.Done))
        {
            Finished = job, Register = [new RegisterChange(Kind, id, message.ToString(CultureInfo.InvariantCulture), decisions.FindRegistered(Kind, id)?.Version ?? 0)],
        }, clock.GetUtcNow()) == DecisionOutcome.Done;
    }

    /// <summary>Ends the job of a mail that nothing can be learned from.</summary>
    public void NotTaught(QueuedJob job, string why) =>
        decisions.Decide(new Decision(AuditEvent.Of(clock.GetUtcNow(), Actor.System("teach"), "learned", job.Job.Subject, "", why)) { Finished = job }, clock.GetUtcNow());

    /// <summary>Takes back what a mail taught.</summary>
    public Ruling TakeBack(Actor actor, string id, string reason)
    {
        var now = clock.GetUtcNow();
        var entry = decisions.FindRegistered(Kind, id);
        var ruling = actor.Role < Role.Analyst ? Ruling.NotAllowed(actor, Role.Analyst) : entry is null ? Ruling.No(Refusal.Unknown, "NotGenuine", id) : Ruling.Done("TakenBack", id);
        // First Memory, which may be asked twice: should we stop between the two, it is asked for again.
        if (ruling.IsDone) memory.Revise([long.Parse(entry!.Json, CultureInfo.InvariantCulture)], Standing.Seen);
        decisions.Decide(new Decision(AuditEvent.Of(now, actor, "take-back", id, reason, ruling.Outcome)) { Register = ruling.IsDone ? [new RegisterChange(Kind, id, null, entry!.Version)] : [] }, now);
        return ruling;
    }
}
