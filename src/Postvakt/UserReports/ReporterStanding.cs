namespace Postvakt.UserReports;

/// <summary>How often a reporter was right, among reports that were decided.</summary>
public sealed record ReporterStanding(int Right, int Wrong)
{
    /// <summary>Decided reports below which nobody's standing is judged. 4: two mistakes are no habit.</summary>
    private const int Enough = 4;

    /// <summary>1 for who is new or mostly right, a half below one right in two, 0 below one in five.</summary>
    public double Weight => Right + Wrong < Enough ? 1 : Right * 5 < Right + Wrong ? 0 : Right * 2 < Right + Wrong ? 0.5 : 1;

    public static ReporterStanding Of(IEnumerable<UserReport> reports)
    {
        var (right, wrong) = (0, 0);
        foreach (var report in reports)
        {
            if (report.Outcome is ReportOutcome.Malicious or ReportOutcome.Held) right++;
            else if (report.Outcome == ReportOutcome.Harmless) wrong++;
        }
        return new ReporterStanding(right, wrong);
    }
}
