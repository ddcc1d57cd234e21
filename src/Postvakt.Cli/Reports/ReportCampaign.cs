using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Indicators;

namespace Postvakt.Cli.Reports;

/// <summary>Mails that belong together.</summary>
/// <param name="Mails">In order of arrival.</param>
internal sealed record ReportCampaign(string Name, IReadOnlyList<ReportMail> Mails)
{
    private const int MaxIndicators = 300;

    /// <summary>At least one of its mails is certain.</summary>
    public bool Certain => Mails.Any(m => m.Verdict == Verdict.Malicious);

    public int Revised => Mails.Count(m => m.Earlier is not null);

    public IReadOnlyList<string> Senders => [.. Mails.Select(m => m.From.Address).Distinct()];

    /// <summary>What more than one of its mails carries, most frequent first. Wording is known by its fingerprint only.</summary>
    public IReadOnlyList<(CampaignMark Mark, int Mails)> Shared =>
    [
        .. Mails.SelectMany(m => m.Marks.DistinctBy(k => k.Key)).Where(k => k.Kind is MarkKind.Host or MarkKind.Path or MarkKind.File)
            .GroupBy(k => k.Key).Where(g => g.Count() > 1).OrderByDescending(g => g.Count()).Take(8).Select(g => (g.First(), g.Count())),
    ];

    /// <summary>Mails that share wording with another one.</summary>
    public int SameWording
    {
        get
        {
            var common = Mails.SelectMany(m => Wordings(m)).GroupBy(k => k).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
            return Mails.Count(m => Wordings(m).Count(common.Contains) >= 2);
        }
    }

    /// <summary>The name, fit to be shown: it may hold a host.</summary>
    public string Title => Defang.Text(Name, Mails[0].Hosts);

    public IReadOnlyList<Indicator> Indicators => [.. Mails.SelectMany(m => m.Indicators).Distinct().Take(MaxIndicators)];

    private static IEnumerable<long> Wordings(ReportMail mail) => mail.Marks.Where(k => k.Kind == MarkKind.Wording).Select(k => k.Key).Distinct();
}
