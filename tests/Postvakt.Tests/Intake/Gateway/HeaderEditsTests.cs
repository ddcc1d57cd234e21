using Postvakt.Detection;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;

namespace Postvakt.Tests.Intake.Gateway;

public sealed class HeaderEditsTests
{
    private static readonly StoredAnswer Clean = new("0123456789abcdef", Verdict.Clean, Disposition.Deliver, 0.01, "");

    [Theory]
    [InlineData("mx.werk.example; dmarc=pass", true)]
    [InlineData(" MX.Werk.Example 1; dmarc=pass", true)]
    [InlineData("mx.werk.example", true)]
    [InlineData("\r\n\tmx.werk.example\r\n\t; dmarc=pass", true)]
    [InlineData("\"mx.werk.example\"; dmarc=pass", true)]
    [InlineData("\"mx\\.werk.example\"; dmarc=pass", true)]
    [InlineData("(a (nested\\) comment); ) mx.werk.example(x); dmarc=pass", true)]
    [InlineData("other.example; dmarc=pass", false)]
    [InlineData("notmx.werk.example; dmarc=pass", false)]
    [InlineData("mx.werk.example.evil.example; dmarc=pass", false)]
    [InlineData("(mx.werk.example) other.example; dmarc=pass", false)]
    [InlineData("(never closed", false)]
    [InlineData("\"never closed", false)]
    [InlineData("\"\\", false)]
    [InlineData("", false)]
    public void AuthenticationResults_ThatNameUs_AreRemoved(string value, bool forged)
    {
        var edits = HeaderEdits.Of([("From", "a@b.example"), ("authentication-results", value)], Clean, "mx.werk.example", "", "");
        Assert.Equal(forged ? [("authentication-results", 1)] : [], edits.Remove);
    }

    [Fact]
    public void Results_ComeOnTop()
    {
        var edits = HeaderEdits.Of([("Subject", "x")], Clean, "mx.werk.example", "mx.werk.example;\n\tspf=none", "");
        Assert.Equal((HeaderEdits.AuthenticationResults, "mx.werk.example;\n\tspf=none"), edits.Prepend[0]);
    }
}
