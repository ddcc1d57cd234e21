using System.Text.Json;
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

    /// <summary>Kind in the register; the content is a <see cref="Lesson"/>.</summary>
    public const string Kind = "genuine";

    /// <summary>Entries dropped in one transaction.</summary>
    private const int MaxDropped = 500;

    public static Job TeachJob(string id, DateTimeOffset due) => new(JobKind, id, "{}", due);

    /// <summary>Ends the job of a mail that Memory has learned from. False when another worker has it.</summary>
    /// <param name="message">Row in Memory.</param>
    /// <param name="until">How long Memory can take it back.</param>
    public bool Taught(QueuedJob job, long message, DateTimeOffset until)
    {
        var id = job.Job.Subject;
        return decisions.Decide(new Decision(AuditEvent.Of(clock.GetUtcNow(), Actor.System("teach"), "learned", id, "", AuditEvent.Done))
        {
            Finished = job, Register = [new RegisterChange(Kind, id, JsonSerializer.Serialize(new Lesson(message, until)), decisions.FindRegistered(Kind, id)?.Version ?? 0)],
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
        var lesson = entry is null ? null : JsonSerializer.Deserialize<Lesson>(entry.Json);
        var ruling = actor.Role < Role.Analyst ? Ruling.NotAllowed(actor, Role.Analyst) : lesson is null || now >= lesson.Until ? Ruling.No(Refusal.Unknown, "NotGenuine", id) : Ruling.Done("TakenBack", id);
        // First Memory, which may be asked twice: should we stop between the two, it is asked for again.
        if (ruling.IsDone) memory.Revise([lesson!.Message], Standing.Seen);
        var kept = decisions.Decide(new Decision(AuditEvent.Of(now, actor, "take-back", id, reason, ruling.Outcome)) { Register = ruling.IsDone ? [new RegisterChange(Kind, id, null, entry!.Version)] : [] }, now);
        return kept == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", id);
    }

    /// <summary>Drops from the register what can no longer be taken back.</summary>
    public void Expire()
    {
        var now = clock.GetUtcNow();
        var over = decisions.Register(Kind).Where(e => now >= JsonSerializer.Deserialize<Lesson>(e.Json)!.Until).Take(MaxDropped).ToArray();
        if (over.Length == 0) return;
        decisions.Decide(new Decision(AuditEvent.Of(now, Actor.System("teach"), "genuine-settled", FormattableString.Invariant($"{over.Length} mails"), "", AuditEvent.Done))
        {
            Register = [.. over.Select(e => new RegisterChange(e.Kind, e.Id, null, e.Version))],
        }, now);
    }

    /// <summary>What a mail taught.</summary>
    /// <param name="Message">Row in Memory.</param>
    private sealed record Lesson(long Message, DateTimeOffset Until);
}
