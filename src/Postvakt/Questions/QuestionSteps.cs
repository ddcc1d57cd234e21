using Postvakt.Audit;
using Postvakt.Jobs;
using Postvakt.Quarantine;

namespace Postvakt.Questions;

/// <summary>What becomes of a question while it is sent and waits: each step is a decision, with the worker's job.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class QuestionSteps(IDecisions decisions, TimeProvider clock)
{
    /// <summary>Kind of the job that ends the waiting; its subject is the question's id.</summary>
    public const string ExpiryKind = "question-expires";

    /// <summary>Attempts to note one step. 5: mails that join a question come one by one.</summary>
    private const int MaxCollisions = 5;

    private static readonly Actor Self = Actor.System("questions");

    /// <summary>It was sent; waits for an answer from now on.</summary>
    /// <param name="told">Mails that it showed.</param>
    public void Told(QueuedJob job, QuestionWay way, int told)
    {
        var now = clock.GetUtcNow();
        Note(job, "asked-sender", way.ToString().ToLowerInvariant(), q => q with { Way = way, ToldAt = now, Told = told }, [new Job(ExpiryKind, job.Job.Subject, "{}", now + SenderQuestion.Waits)]);
    }

    /// <summary>No way reached the person.</summary>
    public void Undeliverable(QueuedJob job, string why) =>
        Note(job, "ask-sender-failed", why, q => q with { State = QuestionState.Undeliverable, Trouble = why.Length > 500 ? why[..500] : why }, []);

    /// <summary>Its time is over.</summary>
    public void Expired(QueuedJob job) => Note(job, "question-expired", "", q => q with { State = QuestionState.Expired }, []);

    private void Note(QueuedJob job, string action, string outcome, Func<SenderQuestion, SenderQuestion> change, IReadOnlyList<Job> jobs)
    {
        // Somebody may write to the same question at this moment, on another node: what was sent must be noted nevertheless, or it is sent again.
        for (var collision = 0; collision < MaxCollisions; collision++)
        {
            var now = clock.GetUtcNow();
            var entry = decisions.FindRegistered(SenderQuestion.Kind, job.Job.Subject);
            var question = entry is null ? null : SenderQuestion.Of(entry);
            // Answered meanwhile: nothing is to be done any more.
            var open = question is { IsOpen: true };
            var next = open ? change(question!) : null;
            if (decisions.Decide(new Decision(AuditEvent.Of(now, Self, action, job.Job.Subject, "", open ? outcome.Length > 0 ? outcome : AuditEvent.Done : "no longer open"))
            {
                Finished = job, Jobs = open ? jobs : [], Register = next is null ? [] : [next.Change(entry!.Version), .. next.IsOpen ? [] : PersonQuestions.Closing(decisions, question!)],
            }, now) == DecisionOutcome.Done) return;
        }
    }
}
