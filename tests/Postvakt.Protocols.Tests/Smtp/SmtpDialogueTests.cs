using Postvakt.Protocols.Smtp;

namespace Postvakt.Protocols.Tests.Smtp;

public sealed class SmtpDialogueTests
{
    [Fact]
    public async Task Mail_FromGreetingToQuit_ReachesTheHandler()
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler);
        using var peer = await SmtpPeer.ConnectAsync(smtp.Endpoint);
        Assert.Equal("220 filter.example ESMTP", await peer.ReplyAsync());
        Assert.Equal("250-filter.example\n250-PIPELINING\n250-SIZE 67108864\n250-8BITMIME\n250-SMTPUTF8\n250-ENHANCEDSTATUSCODES\n250-DSN\n250 CHUNKING", await peer.SayAsync("ehlo mail.client.example"));
        Assert.Equal("250 2.1.0 Sender OK", await peer.SayAsync("MAIL FROM:<\"odd >name\"@client.example> SIZE=100 body=8bitmime RET=HDRS ENVID=x+2By"));
        Assert.Equal("250 2.1.5 Recipient OK", await peer.SayAsync("RCPT TO:<@relay.example:b@here.example> notify=Success,DELAY ORCPT=rfc822;B@here.example"));
        Assert.Equal("250 2.1.5 Recipient OK", await peer.SayAsync("rcpt to: <postmaster>"));
        Assert.StartsWith("354 ", await peer.SayAsync("DATA"), StringComparison.Ordinal);
        Assert.Equal("250 2.0.0 Taken", await peer.SayAsync("Subject: x\r\n\r\n..dot\r\n...\r\n.x\r\n\u00e5\r\n."));
        Assert.Equal("221 2.0.0 Bye", await peer.SayAsync("QUIT"));
        Assert.Equal("closed", await peer.ReplyAsync());

        var seen = await handler.NextAsync();
        Assert.Equal("Subject: x\r\n\r\n.dot\r\n..\r\nx\r\n\u00e5\r\n", seen.Content);
        Assert.Equal((seen.Content.Length, false), (seen.Message.Size, seen.Message.HasBareLineEnds));
        var envelope = seen.Envelope;
        Assert.Equal(("mail.client.example", true, "ESMTP", SmtpBody.EightBit, false), (envelope.Helo, envelope.IsExtended, envelope.Protocol, envelope.Body, envelope.IsInternational));
        Assert.Equal("127.0.0.1", envelope.Peer!.Address.ToString());
        Assert.Null(envelope.Forwarded);
        Assert.Equal("\"odd >name\"@client.example", envelope.Sender.Address);
        Assert.Equal(["SIZE=100", "body=8bitmime", "RET=HDRS", "ENVID=x+2By"], envelope.Sender.Parameters);
        Assert.Equal(["b@here.example", "postmaster"], envelope.Recipients.Select(r => r.Address));
        Assert.Equal(("Success,DELAY", "rfc822;B@here.example", null), (envelope.Recipients[0].Parameter("NOTIFY"), envelope.Recipients[0].Parameter("orcpt"), envelope.Recipients[1].Parameter("NOTIFY")));
        Assert.Empty(smtp.Incidents());
    }

    [Fact]
    public async Task Mail_AfterHelo_IsPlainSmtp()
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler);
        using var peer = await SmtpPeer.ConnectAsync(smtp.Endpoint);
        await peer.SendAsync($"HELO old.client.example\r\nMAIL FROM:<>\r\nRCPT TO:<b@here.example>\r\nDATA\r\n.\r\n");
        Assert.Equal("220 250 250 250 354 250", await peer.CodesAsync(6));
        var seen = await handler.NextAsync();
        Assert.Equal(("", "", "SMTP", "old.client.example"), (seen.Content, seen.Envelope.Sender.Address, seen.Envelope.Protocol, seen.Envelope.Helo));
    }

    [Fact]
    public async Task Commands_InOnePiece_AreAnsweredInOrder()
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler);
        using var peer = await SmtpPeer.ConnectAsync(smtp.Endpoint);
        var mail = SmtpPeer.Envelope + "DATA\r\nfirst\r\n.\r\n" + SmtpPeer.Envelope + "BDAT 7\r\nsecond\nBDAT 4 LAST\r\nQUITRSET\r\nVRFY b\r\nHELP\r\nNOOP x\r\nQUIT\r\nNOOP\r\n";
        await peer.SendAsync("EHLO x\r\n" + mail);
        Assert.Equal("220 250 250 250 354 250 250 250 250 250 250 252 214 250 221 closed", await peer.CodesAsync(16));
        Assert.Equal("first\r\n", (await handler.NextAsync()).Content);
        var second = await handler.NextAsync();
        Assert.Equal(("second\nQUIT", true), (second.Content, second.Message.HasBareLineEnds));
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "MAIL FROM:<a@client.example>", "503 5.5.1" },
        { "EHLO", "501 5.5.4" },
        { "HELO \u00c3\u00a5", "501 5.5.4" },
        { "EHLO x|RCPT TO:<b@here.example>", "503 5.5.1" },
        { "EHLO x|DATA", "503 5.5.1" },
        { "EHLO x|MAIL FROM:<a@client.example>|DATA", "503 5.5.1" },
        { "EHLO x|MAIL FROM:<a@client.example>|MAIL FROM:<a@client.example>", "503 5.5.1" },
        { "EHLO x|MAIL FROM:<a@client.example>|RCPT TO:<b@here.example>|DATA x", "501 5.5.4" },
        { "EHLO x|MAIL", "501 5.1.7" },
        { "EHLO x|MAIL FROM:a@client.example", "501 5.1.7" },
        { "EHLO x|MAIL FROM:<a@client.example", "501 5.1.7" },
        { "EHLO x|MAIL FROM:<a b@client.example>", "501 5.1.7" },
        { "EHLO x|MAIL FROM:<a@client.example>x", "501 5.1.7" },
        { "EHLO x|MAIL FROM:<a@client.example> =x", "501 5.1.7" },
        { "EHLO x|MAIL FROM:<a@client.example> SIZE=99999999999", "552 5.3.4" },
        { "EHLO x|MAIL FROM:<a@client.example> SIZE=99999999999999999999", "552 5.3.4" },
        { "EHLO x|MAIL FROM:<a@client.example> SIZE=-1", "501 5.5.4" },
        { "EHLO x|MAIL FROM:<a@client.example> BODY=BINARYMIME", "501 5.5.4" },
        { "EHLO x|MAIL FROM:<a@client.example> RET=ALL", "501 5.5.4" },
        { "EHLO x|MAIL FROM:<a@client.example> RET=FULL ret=HDRS", "501 5.5.4" },
        { "EHLO x|MAIL FROM:<a@client.example> ENVID=a+0Db", "501 5.5.4" },
        { "EHLO x|MAIL FROM:<a@client.example> AUTH=<>", "555 5.5.4" },
        { "EHLO x|MAIL FROM:<\u00c3\u00a5@client.example>", "553 5.6.7" },
        { "EHLO x|MAIL FROM:<a@client.example>|RCPT TO:<>", "501 5.1.3" },
        { "EHLO x|MAIL FROM:<a@client.example>|RCPT TO:<@here.example>", "501 5.1.3" },
        { "EHLO x|MAIL FROM:<a@client.example>|RCPT TO:<b@here.example> NOTIFY=NEVER,DELAY", "501 5.5.4" },
        { "EHLO x|MAIL FROM:<a@client.example>|RCPT TO:<b@here.example> SIZE=1", "555 5.5.4" },
        { "EHLO x|MAIL FROM:<a@client.example>|RCPT TO:<\u00c3\u00a5@here.example>", "553 5.6.7" },
        { "EHLO x|RSET now", "501 5.5.4" },
        { "EHLO x|STARTTLS", "502 5.5.1" },
        { "EHLO x|XFORWARD NAME=x", "550 5.7.1" },
        { "XCLIENT NAME=x", "550 5.7.1" },
        { "AUTH PLAIN", "502 5.5.1" },
        { "EXPN all", "502 5.5.1" },
        { "WHAT", "500 5.5.2" },
        { "", "500 5.5.2" },
        { "NOOP \0", "500 5.5.2" },
        { "NO\rOP", "500 5.5.2" },
        { "NOOP \u00ff", "500 5.5.2" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Command_ThatIsWrong_IsRefusedAndTheSessionGoesOn(string commands, string answer)
    {
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp());
        using var peer = await SmtpPeer.ConnectAsync(smtp.Endpoint);
        var reply = await peer.ReplyAsync();
        foreach (var command in commands.Split('|')) reply = await peer.SayAsync(command);
        Assert.StartsWith(answer, reply, StringComparison.Ordinal);
        Assert.StartsWith("250", await peer.SayAsync("NOOP"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "554 5.7.0")]
    [InlineData("EHLO x\nMAIL FROM:<a@client.example>\r\n", "500 5.5.2")]
    public async Task Client_ThatSpeaksSomethingElse_IsClosed(string bytes, string answer)
    {
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp());
        using var peer = await SmtpPeer.ConnectAsync(smtp.Endpoint);
        await peer.ReplyAsync();
        await peer.SendAsync(bytes);
        Assert.StartsWith(answer, Assert.Single(await peer.ReadToEndAsync()), StringComparison.Ordinal);
        await smtp.IncidentAsync(SmtpIncidentKind.BrokenProtocol);
    }

    [Fact]
    public async Task Reset_WithinAMessage_ForgetsIt()
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler);
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync("MAIL FROM:<old@client.example>\r\nRCPT TO:<old@here.example>\r\nBDAT 3\r\nold" + "RSET\r\n" + SmtpPeer.Envelope + "BDAT 3 LAST\r\nnew");
        Assert.Equal("250 250 250 250 250 250 250", await peer.CodesAsync(7));
        var seen = await handler.NextAsync();
        Assert.Equal(("new", "a@client.example", "b@here.example"), (seen.Content, seen.Envelope.Sender.Address, seen.Envelope.Recipients.Single().Address));
        Assert.Equal((0, 0), (handler.Count, smtp.Server.OpenMessages));
    }

    [Fact]
    public async Task Recipient_ThatTheHandlerRefuses_IsLeftOut()
    {
        var handler = new ScriptedSmtp { Recipient = r => r.Address.StartsWith("no", StringComparison.Ordinal) ? SmtpReply.Create(550, "5.1.1", "Nobody here") : null };
        await using var smtp = RunningSmtp.Start(handler);
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync("MAIL FROM:<a@client.example>\r\nRCPT TO:<no@here.example>\r\nDATA\r\n");
        Assert.Equal("250 550 503", await peer.CodesAsync(3));
        await peer.SendAsync("RCPT TO:<b@here.example>\r\nRCPT TO:<nobody@here.example>\r\nDATA\r\nx\r\n.\r\n");
        Assert.Equal("250 550 354 250", await peer.CodesAsync(4));
        Assert.Equal(["b@here.example"], (await handler.NextAsync()).Envelope.Recipients.Select(r => r.Address));
    }

    [Fact]
    public async Task Mail_WithSmtpUtf8_HasInternationalAddresses()
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler);
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync("MAIL FROM:<\u00c3\u00a5@client.example> SMTPUTF8\r\nRCPT TO:<\u00c3\u00b6@here.example>\r\nDATA\r\nx\r\n.\r\n");
        Assert.Equal("250 250 354 250", await peer.CodesAsync(4));
        var envelope = (await handler.NextAsync()).Envelope;
        Assert.Equal(("å@client.example", "ö@here.example", true, "UTF8SMTP"), (envelope.Sender.Address, envelope.Recipients.Single().Address, envelope.IsInternational, envelope.Protocol));
    }

    [Fact]
    public async Task Answer_OfTheHandler_IsSentAsItIs()
    {
        SmtpReply[] replies = [SmtpReply.Create(550, "5.7.1", "Two", "lines"), SmtpReply.Create(452, "4.2.2", "Later"), SmtpReply.Create(421, "4.3.0", "Go away")];
        var next = 0;
        var handler = new ScriptedSmtp { Decide = (_, _) => new(replies[next++]) };
        await using var smtp = RunningSmtp.Start(handler);
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        foreach (var answer in (string[])["550-5.7.1 Two\n550 5.7.1 lines", "452 4.2.2 Later", "421 4.3.0 Go away"])
        {
            await peer.SendAsync(SmtpPeer.Envelope + "DATA\r\nx\r\n.\r\n");
            await peer.CodesAsync(3);
            Assert.Equal(answer, await peer.ReplyAsync());
        }
        Assert.Equal("closed", await peer.ReplyAsync());
    }

    [Theory]
    [InlineData("line\r\n250 OK")]
    [InlineData("nul\0")]
    [InlineData("\u00e5")]
    public void Reply_WithTextThatBreaksTheProtocol_CannotBeMade(string text) => Assert.Throws<ArgumentException>(() => SmtpReply.Create(250, "2.0.0", text));

    [Theory]
    [InlineData(250, "5.0.0")]
    [InlineData(550, "5.0")]
    [InlineData(199, null)]
    public void Reply_WithACodeThatDoesNotFit_CannotBeMade(int code, string? status) => Assert.ThrowsAny<ArgumentException>(() => SmtpReply.Create(code, status, "x"));
}
