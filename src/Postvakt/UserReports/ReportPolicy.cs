using Postvakt.Detection;

namespace Postvakt.UserReports;

/// <summary>
/// What reports make of a mail. One person's reports are seen and raise nothing, however many they are: people are counted, not reports. A report counts fully where its reporter
/// belongs to the organisation, got the mail, and was mostly right before.
/// </summary>
public sealed record ReportPolicy
{
    /// <summary>People whose reports together make a mail suspicious. 2.</summary>
    public int Suspicious { get; init; } = 2;

    /// <summary>People whose reports together make a mail malicious. 4: a department, not a couple.</summary>
    public int Malicious { get; init; } = 4;

    /// <summary>People more that it takes where the author is a colleague and the mail was found clean: reports are no way to get a colleague's mail held. 2.</summary>
    public int MoreForColleagues { get; init; } = 2;

    /// <summary>Reports that are taken from a person an hour. 20: more is a mistake, or somebody who reports everything.</summary>
    public int PerHour { get; init; } = 20;

    /// <summary>Mail of one author within this time is one case. A day: a stolen mailbox writes its burst within hours.</summary>
    public TimeSpan SameAuthor { get; init; } = TimeSpan.FromDays(1);

    public static readonly ReportPolicy Default = new();

    /// <summary>What a mail is now, by reports of its case.</summary>
    /// <param name="reports">Of this mail, its campaign and its author; those of one person count once, with the greatest weight.</param>
    /// <param name="isColleague">The author belongs to the organisation, and the mail was found clean.</param>
    public Verdict Weigh(IEnumerable<UserReport> reports, bool isColleague)
    {
        var people = reports.Where(r => r.Outcome is not (ReportOutcome.Harmless or ReportOutcome.Repeat)).GroupBy(r => r.Reporter, StringComparer.OrdinalIgnoreCase).Select(g => g.Max(r => r.Weight)).Where(w => w > 0).ToArray();
        // A half counts as a half, and never makes one person two.
        var (sum, more) = (people.Length < 2 ? 0 : people.Sum(), isColleague ? MoreForColleagues : 0);
        return sum >= Malicious + more ? Verdict.Malicious : sum >= Suspicious + more ? Verdict.Suspicious : Verdict.Clean;
    }
}
