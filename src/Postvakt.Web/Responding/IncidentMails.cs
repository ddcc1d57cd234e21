using Postvakt.Incidents;
using Postvakt.Intake.Ledger;

namespace Postvakt.Web.Responding;

/// <summary>The recorded mails of an incident: those it names, then those of its campaigns.</summary>
internal static class IncidentMails
{
    /// <summary>Mails of a closing report. 20,000, as the interface counts.</summary>
    public const int MaxReported = 20_000;

    /// <summary>Mails that are read while the ledger does nothing else.</summary>
    private const int AtOnce = 100;

    /// <summary>As many as are wanted, in one errand; false where there are more.</summary>
    public static (IReadOnlyList<LedgerEntry> Mails, bool IsWhole) Read(ILedger ledger, Incident incident, int most)
    {
        var (seen, mails) = (new HashSet<string>(StringComparer.Ordinal), new List<LedgerEntry>());
        foreach (var record in incident.Records) Add(record);
        foreach (var campaign in incident.Campaigns)
        {
            if (mails.Count > most) break;
            foreach (var record in ledger.RecordsInCampaign(campaign, 0, Math.Min(1_000, most + 1)).Found) Add(record);
        }
        return ([.. mails.Take(most)], mails.Count <= most);

        void Add(string record)
        {
            if (mails.Count <= most && seen.Add(record) && ledger.FindRecord(record) is { } mail) mails.Add(mail);
        }
    }

    /// <summary>All of them up to <see cref="MaxReported"/>, a few in an errand so that mail goes on meanwhile.</summary>
    public static async Task<(IReadOnlyList<LedgerEntry> Mails, bool IsWhole)> ReadAllAsync(ILedgerLine line, Incident incident, CancellationToken cancellation)
    {
        var (seen, mails) = (new HashSet<string>(StringComparer.Ordinal), new List<LedgerEntry>());
        foreach (var some in incident.Records.Chunk(AtOnce)) mails.AddRange(await line.DoAsync(l => Fresh(l, some, seen), cancellation).ConfigureAwait(false));
        foreach (var campaign in incident.Campaigns)
        {
            for (long after = 0; mails.Count < MaxReported;)
            {
                var start = after;
                (var fresh, after) = await line.DoAsync(l => l.RecordsInCampaign(campaign, start, AtOnce) is var (found, next) ? (Fresh(l, found, seen), next) : ([], 0), cancellation).ConfigureAwait(false);
                mails.AddRange(fresh);
                if (after == 0) break;
            }
        }
        return (mails, mails.Count < MaxReported);
    }

    private static LedgerEntry[] Fresh(ILedger ledger, IEnumerable<string> records, HashSet<string> seen) => [.. records.Where(seen.Add).Select(ledger.FindRecord).OfType<LedgerEntry>()];
}
