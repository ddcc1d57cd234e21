using System.Globalization;
using Microsoft.Extensions.Logging;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Working;

/// <summary>Has records, and Memory, take mails for what a person says they are.</summary>
internal sealed class RevisionWorker(IErrands errands, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private readonly JobLoop _loop = new(errands, RevisionOrder.Kind, 1, Lease, (job, _) => errands.DoAsync(l => Do(l, job, clock.GetUtcNow())), clock, log);

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    /// <summary>Does one and ends its job. False when another worker has it; it may be done twice.</summary>
    internal static bool Do(ILedger ledger, QueuedJob job, DateTimeOffset now)
    {
        var order = RevisionOrder.Of(job.Job);
        var changed = Revision.Say(ledger, order.Records, order.Verdict, order.Because, now);
        var audit = AuditEvent.Of(now, Actor.System("revisions"), "revise", order.Because, string.Create(CultureInfo.InvariantCulture, $"{order.Verdict.Name()}: {changed.Count} of {order.Records.Count} mails"), AuditEvent.Done);
        return ledger.Decide(new Decision(audit) { Finished = job }, now) == DecisionOutcome.Done;
    }
}
