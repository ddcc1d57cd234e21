using System.Text;
using Postvakt.Intake.Gateway;
using Postvakt.Memory;

namespace Postvakt.Tests.Intake.Gateway;

public sealed class ReleaseMarkTests
{
    private const string Mail = "From: a@firm.example\r\nSubject: Hello\r\n\r\nThe pallets arrive.\r\nOn Tuesday.\r\n";
    private static readonly TokenKey Keys = new(new Dictionary<int, byte[]> { [1] = [.. Enumerable.Repeat((byte)7, 32)] });

    [Theory]
    [InlineData("From: a@firm.example\r\nSubject: Hello\r\n\r\nThe pallets arrive.\r\nOn Tuesday.\r\n")]
    [InlineData("Received: by mx\r\nX-More: 1\r\nFrom: a@firm.example\r\nSubject:   Hello\r\n\r\nThe pallets arrive.\r\nOn Tuesday.\r\n")]
    [InlineData("From: a@firm.example\nSubject: Hello\n\nThe pallets arrive.\nOn Tuesday.\n")]
    [InlineData("From: a@firm.example\r\nSubject: Hello\r\n\r\nThe  pallets\tarrive.  \r\nOn Tuesday.\r\n\r\n\r\n")]
    [InlineData("From: a@firm.example\r\nSubject: Hello\r\n\r\nThe pallets arrive.\rOn Tuesday.")]
    public void Mark_HoldsForTheSameText_HoweverServersWroteIt(string asItCame) => Assert.Equal("r1", ReleaseMark.IdOf(MarkOf(Mail), Content(asItCame), Keys));

    [Theory]
    [InlineData("From: a@firm.example\r\nSubject: Hello\r\n\r\nThe pallets arrive.\r\nOn Wednesday.\r\n")]
    [InlineData("From: a@firm.example\r\nSubject: Hello\r\n\r\nThe pallets arrive.\r\nOn Tuesday.\r\nhttp://evil.example/1234567\r\n")]
    [InlineData("From: a@firm.example\r\nSubject: Hello\r\n\r\nThe pallets arrive. On Tuesday.\r\n")]
    [InlineData("From: a@firm.example\r\nSubject: Hello\r\n\r\n")]
    [InlineData("")]
    [InlineData("From: a@firm.example\r\nSubject: Pay now\r\n\r\nThe pallets arrive.\r\nOn Tuesday.\r\n")]
    [InlineData("From: b@firm.example\r\nSubject: Hello\r\n\r\nThe pallets arrive.\r\nOn Tuesday.\r\n")]
    [InlineData("From: a@firm.example\r\nFrom: b@firm.example\r\nSubject: Hello\r\n\r\nThe pallets arrive.\r\nOn Tuesday.\r\n")]
    [InlineData("From: a@firm.example\r\nSubject: Hello\r\nReply-To: x@evil.example\r\n\r\nThe pallets arrive.\r\nOn Tuesday.\r\n")]
    [InlineData("From: a@firm.example\r\nSubject: Hello\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\nThe pallets arrive.\r\nOn Tuesday.\r\n")]
    public void Mark_SaysNothingOfAnotherText(string another) => Assert.Null(ReleaseMark.IdOf(MarkOf(Mail), Content(another), Keys));

    [Fact]
    public void Mark_OfAnotherIdOrKey_OrForged_IsNone()
    {
        var mark = MarkOf(Mail);
        Assert.Null(ReleaseMark.IdOf("r2" + mark[2..], Content(Mail), Keys));
        Assert.Null(ReleaseMark.IdOf(mark, Content(Mail), new TokenKey(new Dictionary<int, byte[]> { [1] = new byte[32] })));
        foreach (var forged in (string[])["", "r1", "r1 ", " ", "r1 1.00", mark + " x", mark + new string('0', 200), mark[..^1]]) Assert.Null(ReleaseMark.IdOf(forged, Content(Mail), Keys));
    }

    [Fact]
    public void Mark_OfALargeMail_IsTheSameWhateverPiecesItIsReadIn()
    {
        var large = "Subject: x\r\n\r\n" + string.Concat(Enumerable.Range(0, 20_000).Select(n => $"line {n} \r\n"));
        using var content = Content(large);
        Assert.Equal("r1", ReleaseMark.IdOf(ReleaseMark.Of("r1", content, Keys), Content(large.ReplaceLineEndings("\n")), Keys));
        Assert.Equal(0, content.Position);
    }

    private static string MarkOf(string mail) => ReleaseMark.Of("r1", Content(mail), Keys);

    private static MemoryStream Content(string mail) => new(Encoding.UTF8.GetBytes(mail));
}
