using Postvakt.Detection;

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
}
