using System.Security.Cryptography;
using System.Text;
using Postvakt.Intake.Gateway;
using Postvakt.Messages;

namespace Postvakt.Tests.Intake.Gateway;

public sealed class RepeatKeysTests
{
    private const string Trace = "Received: from a.example\r\n\tby b.example id Q1;\r\n\tMon, 5 Jan 2026 10:00:00 +0000\r\n";
    private const string Mail = "From: a@firm.example\r\nSubject: x\r\n\r\nHello.\r\n";
    private static readonly Envelope Usual = new("192.0.2.1", "a.example", "a@firm.example", ["b@werk.example", "c@werk.example"]);

    [Theory]
    [InlineData("Received: from a.example\r\n\tby b.example id Q2;\r\n\tMon, 5 Jan 2026 10:05:00 +0000\r\n")]
    [InlineData("RECEIVED: by b.example\r\n")]
    [InlineData("Return-Path: <a@firm.example>\r\nDelivered-To: x\r\nReceived: by b.example\r\n")]
    public void OwnTrace_IsSkipped(string other) => Assert.Equal(Key(Trace + Mail), Key(other + Mail));

    [Fact]
    public void Trace_ThatIsNotOurs_Counts()
    {
        Assert.NotEqual(Key(Trace + "Received: by one.example\r\n" + Mail), Key(Trace + "Received: by two.example\r\n" + Mail));
        Assert.NotEqual(Key(Trace + Mail, ownTrace: 0), Key(Trace.Replace("Q1", "Q2", StringComparison.Ordinal) + Mail, ownTrace: 0));
        Assert.NotEqual(Key("X-Received: by one.example\r\n" + Mail), Key("X-Received: by two.example\r\n" + Mail));
    }

    [Fact]
    public void Bytes_ThatDiffer_AreAnotherMail()
    {
        Assert.NotEqual(Key(Trace + Mail), Key(Trace + Mail + "\r\n"));
        var large = Mail + new string('x', 200_000);
        Assert.NotEqual(Key(Trace + large), Key(Trace + large[..^1] + "y"));
        Assert.Equal(Key(Trace + large), Key("Received: by b.example\r\n" + large));
    }

    [Fact]
    public void Envelope_IsPartOfIt_ButNotTheOrderOfRecipientsNorTheClient()
    {
        Assert.Equal(Key(Mail), Key(Mail, Usual with { Recipients = ["c@werk.example", "b@werk.example"], ClientAddress = "192.0.2.2", Helo = "other" }));
        Assert.NotEqual(Key(Mail), Key(Mail, Usual with { Recipients = ["b@werk.example"] }));
        Assert.NotEqual(Key(Mail), Key(Mail, Usual with { MailFrom = "" }));
        Assert.NotEqual(Key(Mail, Usual with { Recipients = ["ab"] }), Key(Mail, Usual with { Recipients = ["a", "b"] }));
    }

    [Fact]
    public void Listener_IsPartOfIt() => Assert.NotEqual(Key(Mail), Key(Mail, listener: "other"));

    [Theory]
    [InlineData("Received: by b.example", 0)]
    [InlineData("Received: by b.example\r\n", 0)]
    [InlineData("Received: by b.example\r\n\tnever", 0)]
    [InlineData("Received: by b.example\nX", 23)]
    [InlineData("Received: a\r\nReceived: b\r\nX", 13)]
    [InlineData("", 0)]
    public void Trace_ThatIsNotWhole_IsNotSkipped(string head, int length) => Assert.Equal(length, RepeatKeys.TraceLength(Encoding.ASCII.GetBytes(head), 1));

    [Fact]
    public void Digest_IsOfAllBytes_AndTheStreamIsAtItsStart()
    {
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(Trace + Mail));
        var (_, digest) = RepeatKeys.Of("mx", Usual, content, 1);
        Assert.Equal((0L, Convert.ToHexString(SHA256.HashData(content.ToArray()))), (content.Position, Convert.ToHexString(digest)));
    }

    private static string Key(string mail, Envelope? envelope = null, string listener = "mx", int ownTrace = 1)
    {
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(mail));
        return Convert.ToHexString(RepeatKeys.Of(listener, envelope ?? Usual, content, ownTrace).Repeat);
    }
}
