using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Indicators;
using Postvakt.Messages;

namespace Postvakt.Cli.Reports;

/// <summary>What the report keeps of one judged mail. Holds no text but the subject and the excerpts of its evidence.</summary>
internal sealed record ReportMail(string Path, int Index, string Id, DateTimeOffset ArrivedAt, Participant From, IReadOnlyList<Participant> Recipients, string Subject)
{
    public required Verdict Verdict { get; init; }

    /// <summary>The verdict when it came, if later mail changed it.</summary>
    public Verdict? Earlier { get; init; }

    /// <summary>Id of the mail that changed the verdict, or empty.</summary>
    public string BecauseOf { get; init; } = "";

    /// <summary>Malicious by what it brings, whatever it claims to answer.</summary>
    public bool ByContent { get; init; }

    public required double Score { get; init; }

    public required string Summary { get; init; }

    public required string Campaign { get; init; }

    public required IReadOnlyList<Indicator> Indicators { get; init; }

    public required IReadOnlyList<CampaignMark> Marks { get; init; }

    /// <summary>Null when the mail is only listed.</summary>
    public required ReportDetail? Detail { get; init; }

    /// <summary>Its number on the page, for references within it; 0 when it has no card.</summary>
    public int Number { get; init; }

    /// <summary>Hosts and domains it links to, longest first, which must not stand on the page as links.</summary>
    public IReadOnlyList<string> Hosts =>
    [
        .. Indicators.Where(i => i.Type == "host").Select(i => i.Value).Concat(Marks.Where(m => m.Kind == MarkKind.Host).Select(m => m.Text))
            .Distinct().OrderByDescending(h => h.Length),
    ];
}
