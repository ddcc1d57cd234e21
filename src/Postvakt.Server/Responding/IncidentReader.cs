using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Responding;

/// <summary>Counts an incident from the records that it names, a few at a time so that mail goes on meanwhile.</summary>
internal sealed class IncidentReader(IErrands errands)
{
    /// <summary>Records that are looked at. 20,000: an attack on a large organisation; past them the figures say that they are not whole.</summary>
    private const int MaxRecords = 20_000;

    /// <summary>Records read while the ledger does nothing else.</summary>
    private const int AtOnce = 100;

    public async Task<(IncidentFigures Figures, IReadOnlyList<IncidentSign> Signs)> ReadAsync(Incident incident, CancellationToken cancellation)
    {
        var count = new IncidentCount(incident);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in incident.Records.Chunk(AtOnce)) await AddAsync(some).ConfigureAwait(false);
        foreach (var campaign in incident.Campaigns)
        {
            for (long after = 0; ;)
            {
                var start = after;
                var (found, next) = await errands.DoAsync(l => l.RecordsInCampaign(campaign, start, AtOnce)).WaitAsync(cancellation).ConfigureAwait(false);
                await AddAsync(found).ConfigureAwait(false);
                if (next == 0 || seen.Count > MaxRecords) break;
                after = next;
            }
        }
        var traces = await errands.DoAsync(l => new IncidentTraces(l, incident)).WaitAsync(cancellation).ConfigureAwait(false);
        return (traces.Complete(count.Figures(seen.Count <= MaxRecords)), [.. count.Signs().Union(traces.Signs)]);

        async Task AddAsync(IReadOnlyList<string> ids)
        {
            var fresh = ids.Where(seen.Add).ToArray();
            foreach (var record in await errands.DoAsync(l => fresh.Select(l.FindRecord).OfType<LedgerEntry>().ToArray()).WaitAsync(cancellation).ConfigureAwait(false)) count.Add(record);
        }
    }
}
