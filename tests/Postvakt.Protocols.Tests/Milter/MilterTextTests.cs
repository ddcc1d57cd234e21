using System.Buffers.Binary;
using System.Text;
using Postvakt.Protocols.Milter;

namespace Postvakt.Protocols.Tests.Milter;

/// <summary>What the texts of commands say, byte by byte, and where their limits lie.</summary>
public sealed class MilterTextTests
{
    [Theory]
    [InlineData("client.example|4\u009c\u0040192.0.2.1|", "client.example IPv4 192.0.2.1 40000")]
    [InlineData("client.example|6\0\u00192001:db8::1|", "client.example IPv6 2001:db8::1 25")]
    [InlineData("client.example|6\0\u0019ipv6:2001:db8::1|", "client.example IPv6 2001:db8::1 25")]
    // Only of an IPv6 address is it a mark.
    [InlineData("client.example|L\0\0IPv6:x|", "client.example Unix IPv6:x 0")]
    [InlineData("localhost|U", "localhost Unknown  0")]
    [InlineData("localhost|?whatever", "localhost Unknown  0")]
    public void Client_IsReadAsItsFamilySays(string data, string expected) =>
        Assert.Equal(expected, EnvelopeText.Client(Bytes(data)) is { } client ? $"{client.HostName} {client.Family} {client.Address} {client.Port}" : "");

    [Theory]
    [InlineData("client.example")]
    [InlineData("client.example|")]
    [InlineData("client.example|4")]
    [InlineData("client.example|4\0")]
    [InlineData("client.example|4\0\u0019192.0.2.1")]
    public void Client_ThatIsCut_IsNone(string data) => Assert.Null(EnvelopeText.Client(Bytes(data)));

    [Theory]
    [InlineData("<a@b.example>|", "a@b.example", "")]
    [InlineData("a@b.example|SIZE=1|BODY=8BITMIME|", "a@b.example", "SIZE=1 BODY=8BITMIME")]
    [InlineData("<>|", "", "")]
    [InlineData("<a@b.example|", "<a@b.example", "")]
    [InlineData("a@b.example>|", "a@b.example>", "")]
    // Empty arguments are none, and one without its end was cut.
    [InlineData("<a@b.example>||SIZE=1||CUT", "a@b.example", "SIZE=1")]
    public void Mailbox_IsAnAddressWithItsArguments(string data, string address, string arguments)
    {
        var mailbox = EnvelopeText.Mailbox(Bytes(data), null)!;
        Assert.Equal((address, arguments), (mailbox.Address, string.Join(' ', mailbox.Arguments)));
    }

    [Theory]
    [InlineData("mail.client.example|more", "mail.client.example")]
    [InlineData("mail.client.example", "mail.client.example")]
    [InlineData("", "")]
    public void Greeting_EndsAtItsNul_OrWithThePacket(string data, string text) => Assert.Equal(text, EnvelopeText.First(Bytes(data)));

    [Theory]
    [InlineData(3, 100, "i=1 j=2 k=3", true)]
    [InlineData(2, 100, "i=1 j=2", false)]
    [InlineData(3, 12, "i=1 j=2 k=3", true)]
    [InlineData(3, 11, "i=1 j=2", false)]
    [InlineData(0, 100, "", false)]
    public void Macros_WithinBothLimits_AreKept(int pairs, int bytes, string kept, bool all)
    {
        var raw = MacroText.Bounded(Bytes("i|1|j|2|k|3|"), pairs, bytes, out var whole);
        Assert.Equal((kept, all), (string.Join(' ', MacroText.All(raw).Select(p => $"{p.Key}={p.Value}")), whole));
    }

    [Theory]
    [InlineData("i", "1")]
    [InlineData("{i}", "1")]
    [InlineData("auth_authen", "anna")]
    [InlineData("{auth_authen}", "anna")]
    [InlineData("auth", null)]
    [InlineData("I", null)]
    [InlineData("cut", null)]
    // The first of two is the one that counts.
    [InlineData("j", "first")]
    public void Macro_IsFoundWithAndWithoutBraces(string name, string? value) => Assert.Equal(value, MacroText.Find(Bytes("i|1|{auth_authen}|anna|j|first|j|second|cut|no"), name));

    [Fact]
    public void Macros_ThatDidNotCome_AreNone()
    {
        Assert.Null(MacroText.Find(null, "i"));
        Assert.Empty(MacroText.All(null));
    }

    [Theory]
    [InlineData(" one\n\ttwo", "A: one\r\n\ttwo\r\n")]
    [InlineData(" one\r\n\ttwo", "A: one\r\n\ttwo\r\n")]
    [InlineData("\n\tone\n", "A:\r\n\tone\r\n\r\n")]
    [InlineData("", "A:\r\n")]
    public void Header_IsAsItStoodInTheMail(string value, string field)
    {
        using var block = new HeaderBlock(10, 1_000);
        Assert.Equal(field, Encoding.Latin1.GetString(block.Add("A"u8, Encoding.Latin1.GetBytes(value), leadingSpace: true).Span));
    }

    [Fact]
    public void Headers_UpToBothLimits_AreListed_AndLaterOnesThatFit()
    {
        using var block = new HeaderBlock(maxFields: 2, maxBytes: 16);
        block.Add("A"u8, "bc"u8, leadingSpace: false);
        Assert.False(block.Overflown);
        // Seven bytes stand there already: this one ends past the limit, the next one at it.
        block.Add("A"u8, "xxxxx"u8, leadingSpace: false);
        Assert.True(block.Overflown);
        block.Add("C"u8, "defg"u8, leadingSpace: false);
        block.Add("D"u8, ""u8, leadingSpace: true);
        Assert.Equal(["A|bc", "C|defg"], block.ToList().Select(h => $"{Encoding.ASCII.GetString(h.Name.Span)}|{Encoding.ASCII.GetString(h.Value.Span)}"));
    }

    [Fact]
    public void Headers_ThatGrow_StayWhatTheyWere()
    {
        using var block = new HeaderBlock(1_000, 1 << 20);
        for (var i = 0; i < 200; i++) block.Add(Encoding.ASCII.GetBytes($"X-{i}"), Encoding.ASCII.GetBytes(new string((char)('a' + i % 26), i * 3)), leadingSpace: false);
        var list = block.ToList();
        Assert.Equal(200, list.Count);
        Assert.All(list.Index(), h => Assert.Equal(($"X-{h.Index}", new string((char)('a' + h.Index % 26), h.Index * 3)), (Encoding.ASCII.GetString(h.Item.Name.Span), Encoding.ASCII.GetString(h.Item.Value.Span))));
    }

    [Fact]
    public void Header_AboutAsLargeAsTheBuffer_OrMuchLarger_IsWhole()
    {
        // Each line feed becomes two bytes: some of these fill four kilobytes to the last byte.
        foreach (var length in Enumerable.Range(2_035, 20).Append(50_000))
        {
            using var block = new HeaderBlock(10, 1 << 20);
            Assert.Equal("A: " + string.Concat(Enumerable.Repeat("\r\n", length + 1)), Encoding.ASCII.GetString(block.Add("A"u8, Encoding.ASCII.GetBytes(new string('\n', length)), leadingSpace: false).Span));
        }
    }

    [Fact]
    public void Sender_WithoutArguments_IsTheAddressAlone() => Assert.Equal("<z@here.example>\0", Encoding.ASCII.GetString(Only(MilterReply.Accept.ChangeSender("<z@here.example>")).Bytes.Span));

    [Theory]
    [InlineData(MilterHooks.None, 0xf_f480u)]
    [InlineData(MilterHooks.Connect, 0xf_e480u)]
    [InlineData(MilterHooks.Helo, 0xf_d480u)]
    [InlineData(MilterHooks.MailFrom, 0xf_b480u)]
    [InlineData(MilterHooks.Recipient, 0xf_7480u)]
    [InlineData(MilterHooks.Data, 0xe_f480u)]
    [InlineData(MilterHooks.Unknown, 0xd_f480u)]
    public void Step_ThatTheHandlerIsAskedAt_IsAnswered(MilterHooks hooks, uint steps) =>
        Assert.Equal(steps, (uint)MilterTerms.Settle(Offer(6), new MilterOptions { FewerReplies = true, LeadingSpace = false }, hooks, chooseMacros: false)!.Steps);

    [Fact]
    public void Terms_AreWhatBothWant()
    {
        Assert.Equal(0x10_0400u, (uint)MilterTerms.Settle(Offer(6), new MilterOptions { FewerReplies = false, LeadingSpace = true }, MilterHooks.None, false)!.Steps);
        Assert.Equal([2, 6, 6], new uint[] { 2, 6, 7 }.Select(v => MilterTerms.Settle(Offer(v), new(), MilterHooks.None, false)!.Version));
        Assert.Null(MilterTerms.Settle(Offer(1), new(), MilterHooks.None, false));
        Assert.Null(MilterTerms.Settle(Offer(6).AsSpan(0, 11), new(), MilterHooks.None, false));
        Assert.Equal([false, true], new[] { false, true }.Select(c => MilterTerms.Settle(Offer(6), new(), MilterHooks.None, c)!.Actions.HasFlag(MilterActions.ChooseMacros)));
    }

    [Fact]
    public void Macros_ThatAreAskedFor_StandUnderTheNumberOfTheirStage()
    {
        var wanted = new Dictionary<MilterStage, string>
        {
            [MilterStage.Connect] = "a", [MilterStage.Helo] = "b", [MilterStage.MailFrom] = "c", [MilterStage.Recipient] = "d", [MilterStage.Data] = "e", [MilterStage.EndOfMessage] = "f g",
            [MilterStage.EndOfHeaders] = "h", [MilterStage.Body] = "never",
        };
        var terms = new MilterTerms(6, MilterActions.ChooseMacros, MilterSteps.None);
        Assert.Equal("0:a|1:b|2:c|3:d|4:e|5:f g|6:h|", Listed(terms.ToBytes(wanted)));
        // A server that does not let us choose is not told.
        Assert.Equal(12, new MilterTerms(6, MilterActions.AddHeaders, MilterSteps.None).ToBytes(wanted).Length);
    }

    [Theory]
    [InlineData(400, "4.0.0")]
    [InlineData(599, "5.999.999")]
    public void Refusal_OfTheOutermostCodes_IsOne(int code, string status) => Assert.Equal($"{code} {status} no", MilterReply.WithCode(code, status, "no").Text);

    [Theory]
    [InlineData(399, "3.0.0")]
    [InlineData(600, "6.0.0")]
    public void Refusal_OfAnotherCode_IsNone(int code, string status) => Assert.Throws<ArgumentOutOfRangeException>(() => MilterReply.WithCode(code, status, "no"));

    [Fact]
    public void Refusal_OfSeveralLines_IsWrittenAsSmtpWritesIt()
    {
        Assert.Equal("550-5.7.1 one\r\n550-5.7.1 two\r\n550 5.7.1 three", MilterReply.WithCode(550, "5.7.1", "one", "two", "three").Text);
        Assert.Equal(32, MilterReply.WithCode(550, "5.7.1", [.. Enumerable.Repeat(new string('~', 490), 32)]).Text!.Split("\r\n").Length);
        Assert.Equal("550 5.7.1 ", MilterReply.WithCode(550, "5.7.1", "").Text);
    }

    [Fact]
    public void Change_UpToOnePacket_IsTaken()
    {
        Assert.Equal(65_534, Only(MilterReply.Accept.AddHeader("X-A", new string('v', 65_529))).Bytes.Length);
        Assert.ThrowsAny<ArgumentException>(() => MilterReply.Accept.AddHeader("X-A", new string('v', 65_530)));
        Assert.Equal(70_000, Only(MilterReply.Accept.ReplaceBody(new byte[70_000])).Bytes.Length);
    }

    [Theory]
    [InlineData("one\r\n two", "X-A|one\n two|")]
    [InlineData("one\n\ttwo", "X-A|one\n\ttwo|")]
    [InlineData("", "X-A||")]
    public void HeaderValue_IsFoldedAsServersExpect(string value, string bytes)
    {
        var change = Only(MilterReply.Accept.AddHeader("X-A", value));
        Assert.Equal((bytes, value.Length == 0 ? -1 : 4), (Encoding.ASCII.GetString(change.Bytes.Span).Replace('\0', '|'), change.ValueAt));
    }

    [Theory]
    [InlineData("X\u007f")]
    [InlineData("X\u001f")]
    [InlineData("ü")]
    public void HeaderName_OfOtherCharacters_IsRefused(string name) => Assert.ThrowsAny<ArgumentException>(() => MilterReply.Accept.AddHeader(name, "v"));

    [Theory]
    [InlineData("one\ntwo")]
    [InlineData("one\n\n two")]
    [InlineData("one\rtwo")]
    public void HeaderValue_ThatWouldBeAnotherField_IsRefused(string value) => Assert.ThrowsAny<ArgumentException>(() => MilterReply.Accept.ChangeHeader("X-A", 1, value));

    [Fact]
    public void InsertedHeader_BeginsWithItsPlace()
    {
        var change = Only(MilterReply.Accept.InsertHeader(258, "X-A", "v"));
        Assert.Equal((258, 8, MilterActions.AddHeaders), (BinaryPrimitives.ReadInt32BigEndian(change.Bytes.Span), change.ValueAt, change.Needs));
        Assert.Equal(0, BinaryPrimitives.ReadInt32BigEndian(Only(MilterReply.Accept.InsertHeader(0, "X-A", "v")).Bytes.Span));
    }

    private static MilterModification Only(MilterReply reply) => Assert.Single(reply.Modifications);

    private static string Listed(byte[] answer)
    {
        var text = new StringBuilder();
        for (var at = 12; at < answer.Length;)
        {
            text.Append(BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(at))).Append(':');
            var end = Array.IndexOf(answer, (byte)0, at + 4);
            text.Append(Encoding.ASCII.GetString(answer, at + 4, end - at - 4)).Append('|');
            at = end + 1;
        }
        return text.ToString();
    }

    private static byte[] Offer(uint version) => Frames.Offer(version)[5..];

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text.Replace('|', '\0'));
}
