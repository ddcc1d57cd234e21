using Postvakt.Detection;
using Postvakt.Signals;

namespace Postvakt.Tests.Detection;

public sealed class VerdictPolicyTests
{
    [Theory]
    [InlineData("", Verdict.Clean, Disposition.Deliver)]
    [InlineData("Info Low Medium", Verdict.Clean, Disposition.Deliver)]
    [InlineData("Low High Info", Verdict.Suspicious, Disposition.Tag)]
    [InlineData("High Critical Low", Verdict.Malicious, Disposition.Quarantine)]
    public void Verdict_IsOfTheGravestFinding(string severities, Verdict verdict, Disposition disposition) =>
        Assert.Equal((verdict, disposition), VerdictPolicy.Decide([.. Findings(severities)]));

    [Theory]
    // What could not be examined is never clean; what is bad without it is held.
    [InlineData("", Verdict.Undetermined, Disposition.Tag)]
    [InlineData("Medium", Verdict.Undetermined, Disposition.Tag)]
    [InlineData("High", Verdict.Undetermined, Disposition.Quarantine)]
    [InlineData("Critical", Verdict.Malicious, Disposition.Quarantine)]
    public void Mail_ThatCouldNotBeExaminedWholly_IsNeverClean(string severities, Verdict verdict, Disposition disposition) =>
        Assert.Equal((verdict, disposition), VerdictPolicy.Decide([Of(VerdictPolicy.Incomplete, Severity.Low), .. Findings(severities)]));

    [Fact]
    public void WordOfOthers_OnMailThatCouldNotBeExaminedWholly_HoldsIt() =>
        Assert.Equal((Verdict.Undetermined, Disposition.Quarantine), VerdictPolicy.Decide([Of(FeedIndicator.Finding, Severity.Critical), Of(VerdictPolicy.Incomplete, Severity.Low)]));

    [Fact]
    public void WordOfOthers_BesideOurOwnDoubtThatIsGraver_ChangesNothing() =>
        Assert.Equal((Verdict.Malicious, Disposition.Quarantine), VerdictPolicy.Decide([Of(FeedIndicator.Finding, Severity.Critical), Of("hijacked-reply", Severity.Critical)]));

    [Theory]
    [InlineData("critical", Severity.High)]
    [InlineData("high", Severity.Critical)]
    [InlineData("medium", Severity.Info)]
    [InlineData("low", Severity.Medium)]
    // An author who gives none, or a word of his own, says nothing grave.
    [InlineData(null, Severity.Medium)]
    [InlineData("CRITICAL!", Severity.Medium)]
    public void SeverityOfARule_CountsAsTheOperatorSays(string? severity, Severity counts) =>
        Assert.Equal(counts, new RulePolicy(Critical: Severity.High, High: Severity.Critical, Medium: Severity.Info, Low: Severity.Medium).Of(severity));

    [Fact]
    public void SeverityOfARule_CountsForWhatItIs_WhereTheOperatorSaysNothing() =>
        Assert.Equal([Severity.Critical, Severity.High, Severity.Medium, Severity.Low], new[] { "critical", "high", "medium", "low" }.Select(RulePolicy.Default.Of));

    private static IEnumerable<Finding> Findings(string severities) => severities.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => Of("f-" + s, Enum.Parse<Severity>(s)));

    private static Finding Of(string id, Severity severity) => new(id, "A sentence.", severity, "detector", [], []);
}
