using Postvakt.Protocols.Smtp;

namespace Postvakt.Protocols.Tests.Smtp;

/// <summary>Where a mail ends, and that nothing but its end is one.</summary>
public sealed class SmtpContentTests
{
    public static TheoryData<string, string> Smuggled => new()
    {
        { "LF . LF", "\n.\n" }, { "LF . CRLF", "\n.\r\n" }, { "CRLF . LF", "\r\n.\n" }, { "CR . CR", "\r.\r" }, { "CR . CRLF", "\r.\r\n" }, { "CRLF . CR", "\r\n.\r" },
        { "CR CRLF . CR", "\r\r\n.\r\r" }, { "LF . CR", "\n.\r" }, { "CRLF NUL . CRLF", "\r\n\0.\r\n" }, { "CRLF . CR CRLF", "\r\n.\r\r\n" }, { "LF CR . CRLF", "\n\r.\r\n" },
    };

    [Theory]
    [MemberData(nameof(Smuggled))]
    public async Task EndOfData_ThatIsNotOne_StaysContent(string what, string fake)
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler);
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        const string Hidden = "MAIL FROM:<ceo@here.example>\r\nRCPT TO:<b@here.example>\r\nDATA\r\nsmuggled";
        await peer.SendAsync($"{SmtpPeer.Envelope}DATA\r\nfront{fake}{Hidden}\r\n.\r\nNOOP\r\n");
        Assert.Equal("250 250 354 250 250", await peer.CodesAsync(5));
        var seen = await handler.NextAsync();
        // A dot that begins a line is stuffed, whatever follows it.
        var content = fake.StartsWith("\r\n.", StringComparison.Ordinal) || fake.StartsWith("\r\r\n.", StringComparison.Ordinal)
            ? fake.Replace(".", "", StringComparison.Ordinal) : fake;
        Assert.Equal($"front{content}{Hidden}\r\n", seen.Content);
        Assert.Equal((what, 0, !fake.Contains('\0', StringComparison.Ordinal)), (what, handler.Count, seen.Message.HasBareLineEnds));
    }

    [Theory]
    [InlineData("", "", false)]
    [InlineData("\r\n", "\r\n", false)]
    [InlineData("..\r\n", ".\r\n", false)]
    [InlineData("a\r\r\n", "a\r\r\n", true)]
    [InlineData("a\n\r\n", "a\n\r\n", true)]
    [InlineData("a\rb\r\n", "a\rb\r\n", true)]
    [InlineData("\n.\r\n.x\r\n", "\n.\r\nx\r\n", true)]
    public async Task Content_SentByteByByte_IsTheSame(string sent, string content, bool bare)
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler);
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        foreach (var letter in $"{SmtpPeer.Envelope}DATA\r\n{sent}.\r\n") await peer.SendAsync(letter.ToString());
        Assert.Equal("250 250 354 250", await peer.CodesAsync(4));
        var seen = await handler.NextAsync();
        Assert.Equal((content, bare), (seen.Content, seen.Message.HasBareLineEnds));
    }

    public static TheoryData<string, string, string?, bool> Chunks => new()
    {
        { "BDAT 5 LAST\r\nhello", "250", "hello", false },
        { "BDAT 5\r\nhelloBDAT 0 LAST\r\n", "250 250", "hello", false },
        { "BDAT 0 LAST\r\n", "250", "", false },
        { "BDAT 3\r\nhe\rBDAT 3 last\r\n\nlo", "250 250", "he\r\nlo", false },
        { "BDAT 3\r\nhe\rBDAT 2 LAST\r\nlo", "250 250", "he\rlo", true },
        { "BDAT 5\r\n\r\n.\r\nBDAT 1 LAST\r\nx", "250 250", "\r\n.\r\nx", false },
        { "BDAT 1\r\nx" + "DATA\r\nBDAT 1 LAST\r\ny", "250 503 250", "xy", false },
        { "BDAT 1\r\nx" + "RCPT TO:<c@here.example>\r\nBDAT 1 LAST\r\ny", "250 503 250", "xy", false },
        { "BDAT 1\r\nx" + "MAIL FROM:<c@here.example>\r\nBDAT 1 LAST\r\ny", "250 503 250", "xy", false },
        { "BDAT 10 LAST\r\nQUIT\r\nQUITQUIT\r\n", "250 221", "QUIT\r\nQUIT", false },
        { "DATA\r\nx\r\n.\r\nBDAT 6 LAST\r\nQUIT\r\nNOOP\r\n", "354 250 503 250", "x\r\n", false },
        { "RSET\r\nBDAT 6 LAST\r\nQUIT\r\nNOOP\r\n", "250 503 250", null, false },
        { "BDAT\r\nNOOP\r\n", "501 closed", null, false },
        { "BDAT x LAST\r\nNOOP\r\n", "501 closed", null, false },
        { "BDAT -1 LAST\r\nNOOP\r\n", "501 closed", null, false },
        { "BDAT 1 FIRST\r\nxNOOP\r\n", "501 closed", null, false },
        { "BDAT 99999999999999999999 LAST\r\nxNOOP\r\n", "501 closed", null, false },
    };

    [Theory]
    [MemberData(nameof(Chunks))]
    public async Task Chunks_OfAnyForm_AreTakenByTheirLength(string sent, string answers, string? content, bool bare)
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler);
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync(SmtpPeer.Envelope);
        Assert.Equal("250 250", await peer.CodesAsync(2));
        await peer.SendAsync(sent);
        Assert.Equal(answers, await peer.CodesAsync(answers.Split(' ').Length));
        if (content is null)
        {
            Assert.Equal(0, handler.Count);
            return;
        }
        var seen = await handler.NextAsync();
        Assert.Equal((content, bare), (seen.Content, seen.Message.HasBareLineEnds));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Message_OverTheByteLimit_IsReadToItsEndAndRefused(bool chunks)
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler, new() { MaxMessageBytes = 10_000 });
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync(SmtpPeer.Envelope);
        await peer.CodesAsync(2);
        var line = new string('x', 998) + "\r\n";
        if (chunks)
        {
            for (var i = 0; i < 40; i++) await peer.SendAsync($"BDAT 1000{(i == 39 ? " LAST" : "")}\r\n{line}");
            Assert.Equal(string.Join(' ', [.. Enumerable.Repeat("250", 10), .. Enumerable.Repeat("552", 30)]), await peer.CodesAsync(40));
        }
        else
        {
            await peer.SendAsync("DATA\r\n");
            for (var i = 0; i < 4_000; i++) await peer.SendAsync(line);
            await peer.SendAsync(".\r\n");
            Assert.Equal("354 552", await peer.CodesAsync(2));
        }
        await smtp.IncidentAsync(SmtpIncidentKind.TooLarge);
        Assert.Equal((0, 0), (handler.Count, smtp.Server.OpenMessages));
        await peer.SendAsync(SmtpPeer.Envelope + "DATA\r\nsmall\r\n.\r\n");
        Assert.Equal("250 250 354 250", await peer.CodesAsync(4));
        Assert.Equal("small\r\n", (await handler.NextAsync()).Content);
    }
}
