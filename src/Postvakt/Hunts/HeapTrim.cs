namespace Postvakt.Hunts;

/// <summary>
/// Keeps a process that reads gigabytes close to what it holds. Making the indexes of thousands of rules leaves much behind, and the collector, which sees no need, would let it lie for the rest of a hunt.
/// </summary>
internal sealed class HeapTrim
{
    /// <summary>How much may lie there besides what was held last. 48 MiB: what a few buckets of rules leave.</summary>
    private const long Slack = 48 << 20;

    private long _held = GC.GetTotalMemory(forceFullCollection: false);

    /// <summary>Collects where much was allocated since; asked every thousand events or so.</summary>
    public void Look()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) - _held < Slack) return;
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _held = GC.GetTotalMemory(forceFullCollection: false);
    }
}
