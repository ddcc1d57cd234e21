using Postvakt.Jobs;

namespace Postvakt.Sweeps;

/// <summary>What a worker must know to do its part of a sweep with a mailbox.</summary>
/// <param name="Batches">Copies that were moved, or were about to be, before.</param>
public sealed record MailboxWork(QueuedJob Job, MailboxOrder Order, Sweep Sweep, SweepReceipt Receipt, IReadOnlyList<SweepBatch> Batches)
{
    /// <summary>Places in the hidden folder of copies moved before.</summary>
    public IReadOnlySet<string> Taken => Batches.SelectMany(b => b.Copies).Select(c => c.Hidden).Where(h => h.Length > 0).ToHashSet(StringComparer.Ordinal);
}
