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

    [Fact]
    public void FieldsOfOurs_FromOutside_AreRemoved_LastFirst()
    {
        var edits = HeaderEdits.Of([("X-Postvakt-Verdict", "clean"), ("To", "x"), ("x-postvakt-id", "1"), ("X-POSTVAKT-verdict", "clean"), ("X-Postvakt", "x")], Clean, "", "", "");
        Assert.Equal([("X-POSTVAKT-verdict", 2), ("x-postvakt-id", 1), ("X-Postvakt-Verdict", 1)], edits.Remove);
        Assert.Equal([(HeaderEdits.Verdict, "clean; score=0.01; disposition=deliver"), (HeaderEdits.Id, "0123456789abcdef")], edits.Prepend);
        Assert.Null(edits.Subject);
    }

    [Theory]
    [InlineData(Disposition.Deliver)]
    [InlineData(Disposition.Quarantine)]
    public void Subject_OfMailThatIsNotTagged_Stays(Disposition applied) => Assert.Null(HeaderEdits.Of([("Subject", "x")], Clean with { Applied = applied }, "", "", "[odd]").Subject);

    [Fact]
    public void TaggedMail_WithoutSubject_GetsOne()
    {
        var edits = HeaderEdits.Of([("From", "a@b.example")], Clean with { Applied = Disposition.Tag }, "", "", "[odd]");
        Assert.Equal((null, ("Subject", "[odd]")), (edits.Subject, edits.Prepend[^1]));
    }

    [Fact]
    public void TaggedMail_WithSeveralSubjects_HasTheFirstMarked() =>
        Assert.Equal("[odd] one", HeaderEdits.Of([("subject", "one"), ("Subject", "two")], Clean with { Applied = Disposition.Tag }, "", "", "[odd]").Subject);
}
