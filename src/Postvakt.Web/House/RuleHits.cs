using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;

namespace Postvakt.Web.House;

/// <summary>How often each finding stands on the newest held mails, and on how many of them a person said otherwise.</summary>
/// <param name="Others">Findings on these mails that are not among <see cref="KnownFinding.All"/>: what lies in files.</param>
internal sealed record RuleHits(int Mails, IReadOnlyDictionary<string, (int Hits, int Wrong)> Counts, IReadOnlyList<KnownFinding> Others)
{
    /// <summary>Mails that are looked at, and in one errand: mail that comes in waits for no more than these.</summary>
    private const int MaxMails = 200, MaxOfErrand = 40;

    public static readonly RuleHits None = new(0, new Dictionary<string, (int, int)>(), []);

    public (int Hits, int Wrong) Of(string id) => Counts.GetValueOrDefault(id);

    public static async Task<RuleHits> CountAsync(ILedgerLine ledger, CancellationToken cancellation)
    {
        var (mails, counts, others) = (0, new Dictionary<string, (int Hits, int Wrong)>(StringComparer.Ordinal), new Dictionary<string, KnownFinding>(StringComparer.Ordinal));
        for (HeldPlace? after = null; mails < MaxMails;)
        {
            var from = after;
            var (page, records) = await ledger.DoAsync(l =>
            {
                var held = l.SearchHeld(new HeldQuery { Max = MaxOfErrand, After = from });
                return (held, held.Items.Select(i => l.FindRecord(i.Id)).OfType<LedgerEntry>().ToArray());
            }, cancellation).ConfigureAwait(false);
            foreach (var record in records)
            {
                mails++;
                var wrong = record.Revised == Verdict.Clean || record.Held?.State is QuarantineState.Released or QuarantineState.Delivering;
                foreach (var finding in record.Findings.DistinctBy(f => f.Id))
                {
                    var (hits, before) = counts.GetValueOrDefault(finding.Id);
                    counts[finding.Id] = (hits + 1, before + (wrong ? 1 : 0));
                    if (finding.Id != RuleDetector.Finding && !KnownFinding.All.Any(k => k.Id == finding.Id)) others.TryAdd(finding.Id, new KnownFinding(finding.Id, finding.Title, finding.Severity, finding.Source, finding.Attack));
                }
            }
            if ((after = page.Next) is null) break;
        }
        return new RuleHits(mails, counts, [.. others.Values.OrderBy(o => o.Id, StringComparer.Ordinal)]);
    }
}
