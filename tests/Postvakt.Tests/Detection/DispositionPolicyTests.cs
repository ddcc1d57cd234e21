using Postvakt.Detection;
using Postvakt.Signals;

namespace Postvakt.Tests.Detection;

public sealed class DispositionPolicyTests
{
    [Theory]
    [InlineData(Verdict.Clean, Disposition.Deliver, "usual", "deliver deliver deliver")]
    [InlineData(Verdict.Suspicious, Disposition.Tag, "usual", "deliver tag tag")]
    [InlineData(Verdict.Malicious, Disposition.Quarantine, "usual", "deliver tag quarantine")]
    [InlineData(Verdict.Undetermined, Disposition.Tag, "usual", "deliver tag tag")]
    [InlineData(Verdict.Undetermined, Disposition.Quarantine, "usual", "deliver tag quarantine")]
    [InlineData(Verdict.Malicious, Disposition.Quarantine, "reject", "deliver tag reject")]
    [InlineData(Verdict.Suspicious, Disposition.Tag, "reject", "deliver tag quarantine")]
    [InlineData(Verdict.Malicious, Disposition.Quarantine, "mild", "deliver tag tag")]
    [InlineData(Verdict.Suspicious, Disposition.Tag, "mild", "deliver deliver deliver")]
    // The operator chooses about verdicts: what could not be decided, and what is clean, is not his choice.
    [InlineData(Verdict.Undetermined, Disposition.Quarantine, "mild", "deliver tag quarantine")]
    [InlineData(Verdict.Undetermined, Disposition.Tag, "reject", "deliver tag tag")]
    [InlineData(Verdict.Clean, Disposition.Deliver, "reject", "deliver deliver deliver")]
    public void Verdict_OptionsAndMode_Decide(Verdict verdict, Disposition usual, string options, string byMode)
    {
        var policy = options switch
        {
            "reject" => new DispositionPolicy { Malicious = Disposition.Reject, Suspicious = Disposition.Quarantine },
            "mild" => new DispositionPolicy { Malicious = Disposition.Tag, Suspicious = Disposition.Deliver },
            _ => new DispositionPolicy(),
        };
        Assert.Equal(byMode, string.Join(' ', Enum.GetValues<Mode>().Select(m => DispositionPolicy.Apply(policy.Intend(verdict, usual), m).Name())));
    }

    [Theory]
    [InlineData(Severity.High)]
    // Whoever wrote the finding, and however grave he called it.
    [InlineData(Severity.Critical)]
    public void WordOfOthersAlone_IsSuspicious_AndHeldAtMost(Severity severity)
    {
        Finding[] findings = [Shared(severity), new("disguised-link", "A link hides.", Severity.Medium, "detector", [], [])];
        var (verdict, usual) = VerdictPolicy.Decide(findings);
        Assert.Equal((Verdict.Suspicious, Disposition.Tag), (verdict, usual));
        var harsh = new DispositionPolicy { Malicious = Disposition.Reject, Suspicious = Disposition.Reject };
        Assert.Equal(Disposition.Quarantine, harsh.Intend(verdict, usual, VerdictPolicy.RestsOnOthers(findings)));
        Assert.Equal(Disposition.Tag, new DispositionPolicy().Intend(verdict, usual, VerdictPolicy.RestsOnOthers(findings)));
    }

    [Fact]
    public void WordOfOthers_BesideWhatWeSawOurselves_ChangesNothing()
    {
        Finding[] findings = [Shared(Severity.High), new("disguised-link", "A link hides.", Severity.High, "detector", [], [])];
        Assert.False(VerdictPolicy.RestsOnOthers(findings));
        Assert.False(VerdictPolicy.RestsOnOthers([]));
        Assert.False(VerdictPolicy.RestsOnOthers([Shared(Severity.Low)]));
        Assert.Equal(Verdict.Clean, VerdictPolicy.Decide([Shared(Severity.Low)]).Verdict);
    }

    private static Finding Shared(Severity severity) => new(FeedIndicator.Finding, "It carries something that others know from an attack.", severity, "isac indicator--x", [], []);
}
