using Postvakt.Cli.Output;
using Postvakt.Detection;
using Postvakt.Memory;

namespace Postvakt.Cli.Reports;

/// <summary>Everything a report says, before it is written.</summary>
/// <param name="Counts">Mails by verdict, revisions applied.</param>
/// <param name="Others">Mails of no campaign.</param>
/// <param name="Loose">Revisions of mail that this scan did not see or no longer had.</param>
/// <param name="Depth">Memory when the scan began; null when nothing was judged.</param>
internal sealed record ReportContent(
    IReadOnlyList<int> Counts, IReadOnlyList<ReportCampaign> Campaigns, IReadOnlyList<ReportMail> Others, IReadOnlyList<Revision> Loose, MemoryDepth? Depth)
{
    public int Total => Counts.Sum();

    public int Found => Total - Count(Verdict.Clean);

    public int Listed => Campaigns.Sum(c => c.Mails.Count) + Others.Count;

    public int Detailed => Campaigns.SelectMany(c => c.Mails).Concat(Others).Count(m => m.Detail is not null);

    public int Count(Verdict verdict) => Counts[(int)verdict];

    /// <summary>
    /// Arrival of the first mail of the attack: a suspicious mail of a campaign that is certain counts, for it came before anybody could be
    /// sure. Without anything certain, the first suspicious mail; null when nothing was found.
    /// </summary>
    public DateTimeOffset? Began
    {
        get
        {
            var certain = Campaigns.Where(c => c.Certain).SelectMany(c => c.Mails).Concat(Others.Where(m => m.Verdict == Verdict.Malicious)).ToArray();
            var attack = certain.Length > 0 ? certain : [.. Campaigns.SelectMany(c => c.Mails).Concat(Others).Where(m => m.Verdict == Verdict.Suspicious)];
            return attack.Length > 0 ? attack.Min(m => m.ArrivedAt) : null;
        }
    }
}
