using Postvakt.Hunts;
using Postvakt.Incidents;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Responding;

/// <summary>Looks through the records for indicators, campaigns and mails, a few at a time so that mail goes on meanwhile.</summary>
internal sealed class MailHunter(IErrands errands, SearchTerms terms, TimeProvider clock)
{
    /// <summary>Mails that are told. 5,000: an attack on a large organisation; past them it is said that there are more.</summary>
    public const int MaxMails = 5_000;

    /// <summary>Records read while the ledger does nothing else.</summary>
    private const int AtOnce = 50;

    /// <param name="since">Mail before it is left out.</param>
    public async Task<MailHuntResult> FindAsync(IReadOnlyList<Indicator> indicators, IReadOnlyList<string> campaigns, IReadOnlyList<string> records, DateTimeOffset since, CancellationToken cancellation)
    {
        var asked = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var isWhole = true;
        foreach (var record in records) Ask(record, null);
        foreach (var indicator in indicators)
        {
            var found = await DoAsync(h => h.Carrying(indicator, since)).ConfigureAwait(false);
            isWhole &= found.Count < MailHunt.MaxOfOne;
            foreach (var id in found) Ask(id, Defanged.Of(indicator));
        }
        foreach (var campaign in campaigns)
        {
            for (long after = 0; asked.Count <= MaxMails;)
            {
                var start = after;
                var (found, next) = await errands.DoAsync(l => l.RecordsInCampaign(campaign, start, 500)).WaitAsync(cancellation).ConfigureAwait(false);
                foreach (var id in found) Ask(id, null);
                if (next == 0) break;
                after = next;
            }
        }
        isWhole &= asked.Count <= MaxMails;
        var traces = new List<MailTrace>();
        foreach (var some in asked.Take(MaxMails).Chunk(AtOnce)) traces.AddRange(await DoAsync(h => some.Select(a => h.Trace(a.Key, a.Value, since)).OfType<MailTrace>().ToArray()).ConfigureAwait(false));
        var places = await DoAsync(h => h.Places(indicators, clock.GetUtcNow())).ConfigureAwait(false);
        return new MailHuntResult([.. traces.OrderBy(t => t.At)], places, isWhole);

        void Ask(string id, string? because)
        {
            if (!asked.TryGetValue(id, out var all)) asked[id] = all = [];
            if (because is not null && all.Count < 8) all.Add(because);
        }

        Task<T> DoAsync<T>(Func<MailHunt, T> ask) => errands.DoAsync(l => ask(new MailHunt(l, terms))).WaitAsync(cancellation);
    }

    /// <summary>Mails of an incident, with the indicators that they carry.</summary>
    public Task<MailHuntResult> OfAsync(Incident incident, CancellationToken cancellation) => FindAsync([], incident.Campaigns, incident.Records, DateTimeOffset.UnixEpoch, cancellation);

    /// <summary>What is known of an incident's mails, and what its hunts found, that logs can be looked through for.</summary>
    public async Task<IReadOnlyList<Indicator>> IndicatorsAsync(Incident incident, int max, CancellationToken cancellation)
    {
        var mails = await OfAsync(incident, cancellation).ConfigureAwait(false);
        var found = new HashSet<Indicator>();
        foreach (var some in mails.Mails.Chunk(AtOnce))
        {
            found.UnionWith((await errands.DoAsync(l => some.Select(m => l.FindRecord(m.Record)).OfType<LedgerEntry>().SelectMany(r => r.Indicators).Where(Telling).ToArray()).WaitAsync(cancellation).ConfigureAwait(false)).Take(max));
            if (found.Count >= max) break;
        }
        return [.. found.Take(max)];
    }

    /// <summary>An address says who wrote: in logs of a mail server it stands everywhere.</summary>
    private static bool Telling(Indicator indicator) => indicator.Type is "host" or "url" or "file" or "sha256" or "path";
}
