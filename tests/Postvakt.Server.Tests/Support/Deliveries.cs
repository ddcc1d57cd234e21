using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;

namespace Postvakt.Server.Tests.Support;

/// <summary>Plays the worker whose next hop takes everything.</summary>
internal static class Deliveries
{
    /// <summary>Delivers what was let out; returns how many mails.</summary>
    public static int Deliver(ILedger ledger, DirectorySnapshot directory, TimeProvider clock)
    {
        var steps = new DeliverySteps(ledger, directory, clock);
        var jobs = ledger.Take(ReleaseOrder.Kind, clock.GetUtcNow(), TimeSpan.FromMinutes(1), 100);
        return jobs.Count(j => ReleaseOrder.Of(j.Job) is var order && steps.Begin(j, order) is { } item && steps.Ended(j, item, order, AuditEvent.Done));
    }
}
