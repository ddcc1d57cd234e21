using System.Text;
using CsCheck;
using Postvakt.Detection;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;

namespace Postvakt.Tests.Intake.Gateway;

public sealed class RawHeaderTests
{
    private static readonly StoredAnswer Tagged = new("0123456789abcdef", Verdict.Suspicious, Disposition.Tag, 0.5, "why");

    [Fact]
    public void Rewrite_OfTaggedMail_PutsResultsOnTopAndLeavesTheRestToTheByte()
    {
        const string mail = "Received: from a\r\n\tby b\r\nX-Postvakt-Verdict: clean\r\nSubject: =?utf-8?Q?H=C3=A4?=\r\n =?utf-8?Q?j?=\r\nx-postvakt-id : forged\r\nnot a field\r\nTo: c@d.example\r\n\r\nX-Postvakt-Verdict: body\r\n";
        Assert.Equal(
            "X-Postvakt-Verdict: suspicious; score=0.50; disposition=tag\r\nX-Postvakt-Id: 0123456789abcdef\r\nReceived: from a\r\n\tby b\r\n"
            + "Subject: [odd] =?utf-8?Q?H=C3=A4?=\r\n =?utf-8?Q?j?=\r\nnot a field\r\nTo: c@d.example\r\n\r\nX-Postvakt-Verdict: body\r\n", Rewritten(mail, "[odd]"));
    }

    [Fact]
    public void Rewrite_OfForgedResults_TakesThoseOfOurNameAlone()
    {
        const string mail = "Authentication-Results: mx.firm.example; spf=pass\r\nAuthentication-Results: mx.firm.example.other.example; spf=pass\r\nAuthentication-Results: MX.Firm.Example (old) 1; dkim=pass\r\nFrom: a@b.example\r\n\r\n";
        var header = RawHeader.Read(Bytes(mail));
        var edits = HeaderEdits.Of(header.Fields, Tagged, "mx.firm.example", "mx.firm.example; spf=fail", "");
        Assert.Equal(
            "Authentication-Results: mx.firm.example; spf=fail\r\nX-Postvakt-Verdict: suspicious; score=0.50; disposition=tag\r\nX-Postvakt-Id: 0123456789abcdef\r\n"
            + "Authentication-Results: mx.firm.example.other.example; spf=pass\r\nFrom: a@b.example\r\n", Encoding.Latin1.GetString(header.With(edits)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no header at all")]
    [InlineData("\r\nbody")]
    [InlineData(" folded first\r\nFrom: a\r\n\r\n")]
    [InlineData("From someone Mon Jan 1\nFrom: a\n\nbody\n")]
    [InlineData("From: a\r\nTo: b")]
    public void Rewrite_OfBrokenHeaders_LosesNothing(string mail) => Assert.EndsWith(mail, Rewritten(mail, ""), StringComparison.Ordinal);

    [Fact]
    public void Rewrite_WithoutEdits_IsTheSameForAnyBytes() => Gen.OneOf(Gen.Byte, Gen.Char["\n\r: "].Select(c => (byte)c)).Array[0, 400].Sample(bytes =>
    {
        var header = RawHeader.Read(new MemoryStream(bytes));
        Assert.Equal(bytes, header.With(HeaderEdits.None).Concat(bytes.Skip((int)header.Rest)));
    });

    private static string Rewritten(string mail, string mark)
    {
        var header = RawHeader.Read(Bytes(mail));
        return Encoding.Latin1.GetString(header.With(HeaderEdits.Of(header.Fields, Tagged, "", "", mark))) + mail[(int)header.Rest..];
    }

    private static MemoryStream Bytes(string text) => new(Encoding.Latin1.GetBytes(text));

    [Fact]
    public void Field_CutOffByTheBound_StaysWhole()
    {
        // What follows the cut would be a field of its own if the beginning were taken away.
        const string cut = "X-Postvakt-A: x", tail = "Authentication-Results: mx; dmarc=pass\r\n\r\nbody";
        var start = "X-Pad: " + new string('x', (1 << 20) - cut.Length - 9) + "\r\n";
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(start + cut + tail));
        var header = RawHeader.Read(content);
        Assert.Equal((1 << 20, 1), (header.Rest, header.Fields.Count));
        var changed = Encoding.ASCII.GetString(header.With(HeaderEdits.Of(header.Fields, new StoredAnswer("id", Verdict.Clean, Disposition.Deliver, 0, ""), "mx", "", "")));
        Assert.EndsWith(start + cut, changed, StringComparison.Ordinal);
    }
}
