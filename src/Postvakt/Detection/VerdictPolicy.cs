using Postvakt.Signals;

namespace Postvakt.Detection;

/// <summary>
/// From findings to a verdict and what to do. Pure: sees no byte, no sender and no socket, so nobody gets a discount here.
/// </summary>
public static class VerdictPolicy
{
    /// <summary>Id of the finding that says a part could not be examined because of the mail itself.</summary>
    public const string Incomplete = "analysis-incomplete";

    public static (Verdict Verdict, Disposition Disposition) Decide(IReadOnlyList<Finding> findings)
    {
        var worst = findings.Count == 0 ? Severity.Info : findings.Max(Weight);
        if (worst == Severity.Critical) return (Verdict.Malicious, Disposition.Quarantine);
        var incomplete = findings.Any(f => f.Id == Incomplete);
        if (incomplete) return (Verdict.Undetermined, worst == Severity.High ? Disposition.Quarantine : Disposition.Tag);
        return worst == Severity.High ? (Verdict.Suspicious, Disposition.Tag) : (Verdict.Clean, Disposition.Deliver);
    }

    /// <summary>True when nothing but the word of others makes the mail suspicious: then it is held at most, whatever the operator wants done with such mail.</summary>
    public static bool RestsOnOthers(IReadOnlyList<Finding> findings) => findings.Any(f => f.Id == FeedIndicator.Finding && f.Severity >= Severity.High) && findings.All(f => f.Id == FeedIndicator.Finding || f.Severity < Severity.High);

    /// <summary>The word of others is never beyond doubt, whoever wrote the finding.</summary>
    private static Severity Weight(Finding finding) => finding.Id == FeedIndicator.Finding && finding.Severity > Severity.High ? Severity.High : finding.Severity;
}
