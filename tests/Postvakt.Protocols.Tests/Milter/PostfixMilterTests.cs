using Postvakt.Protocols.Milter;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.Protocols.Tests.Milter;

public sealed class PostfixMilterTests : IAsyncLifetime
{
    private readonly ScriptedHandler _handler = new() { Decide = (message, _, _) => new(Decide(message)) };
    private RunningMilter _milter = null!;
    private PostfixInstance _postfix = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Postfix starts as root only");
        _milter = RunningMilter.Start(_handler, new() { Actions = (MilterActions)0xff });
        _postfix = await PostfixInstance.StartAsync($"inet:127.0.0.1:{_milter.Port}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_postfix is not null) await _postfix.DisposeAsync();
        if (_milter is not null) await _milter.DisposeAsync();
    }

    [Fact]
    public async Task Postfix_AskingUs_DoesWhatWeAnswer()
    {
        await using var smtp = await SmtpDialogue.OpenAsync(_postfix.Port);
        Assert.StartsWith("250", await smtp.SayAsync("EHLO mail.client.example"), StringComparison.Ordinal);

        var marked = await SendAsync(smtp, "mark");
        Assert.StartsWith("250", marked, StringComparison.Ordinal);
        var seen = await _handler.NextAsync();
        Assert.EndsWith("From: a@client.example\r\nX-Odd:tight\r\nX-Wide:  two spaces\r\nSubject: mark\r\n\tfolded\r\n\r\nhello\r\n.dot\r\n", seen.Mail, StringComparison.Ordinal);
        Assert.Equal("mail.client.example", seen.Envelope.Helo);
        Assert.Equal(MilterFamily.IPv4, seen.Envelope.Client.Family);
        Assert.Equal("a@client.example", seen.Envelope.Sender!.Address);
        Assert.Equal("b@here.example", seen.Envelope.Recipients.Single().Address);
        Assert.Equal("b@here.example", seen.Envelope.Recipients.Single().Macro("rcpt_addr"));
        Assert.Equal("mx.here.example", seen.Envelope.Macros["j"]);
        Assert.Equal("a@client.example", seen.Envelope.Macros["mail_addr"]);
        var id = IdOf(marked);
        Assert.Equal(id, seen.Envelope.QueueId);
        var mail = await _postfix.MailAsync(id);
        Assert.StartsWith("X-Postvakt-Verdict: clean\n", mail, StringComparison.Ordinal);
        Assert.Contains("\nX-Last: two\n lines\n", mail, StringComparison.Ordinal);
        Assert.Contains("\nSubject: changed\n", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Odd", mail, StringComparison.Ordinal);
        Assert.EndsWith("new body\n", mail, StringComparison.Ordinal);

        Assert.Equal("550-5.7.1 100% sure\n550 5.7.1 refused", await SendAsync(smtp, "refuse"));
        Assert.StartsWith("451", await SendAsync(smtp, "defer"), StringComparison.Ordinal);
        Assert.StartsWith("451 4.3.0", await SendAsync(smtp, "fail"), StringComparison.Ordinal);

        var held = await SendAsync(smtp, "hold");
        Assert.StartsWith("250", held, StringComparison.Ordinal);
        Assert.Equal([IdOf(held)], _postfix.Ids("hold"));
        Assert.StartsWith("250", await smtp.SayAsync("RSET"), StringComparison.Ordinal);
        Assert.StartsWith("221", await smtp.SayAsync("QUIT"), StringComparison.Ordinal);
        Assert.DoesNotContain("warning: milter", _postfix.Log(), StringComparison.Ordinal);
        Assert.DoesNotContain(_milter.Incidents(), i => i.Kind is MilterIncidentKind.BrokenProtocol or MilterIncidentKind.ActionNotOffered);
    }

    [Fact]
    public async Task Postfix_WhenTheMilterIsGone_DefersTheMail()
    {
        await _milter.Server.StopAsync(TimeSpan.Zero);
        await using var smtp = await SmtpDialogue.OpenAsync(_postfix.Port);
        await smtp.SayAsync("EHLO mail.client.example");
        Assert.StartsWith("451", await SendAsync(smtp, "mark"), StringComparison.Ordinal);
    }

    private static Task<string> SendAsync(SmtpDialogue smtp, string what) => smtp.SendAsync("a@client.example", "b@here.example",
        $"From: a@client.example\r\nX-Odd:tight\r\nX-Wide:  two spaces\r\nSubject: {what}\r\n\tfolded\r\n\r\nhello\r\n..dot\r\n");

    private static string IdOf(string queued) => queued.Split(' ')[^1];

    private static MilterReply Decide(MilterMessage message)
    {
        var subject = System.Text.Encoding.ASCII.GetString(message.Headers.Single(h => h.Name.Span.SequenceEqual("Subject"u8)).Value.Span);
        return subject.Split()[1] switch
        {
            "mark" => MilterReply.Accept.InsertHeader(0, "X-Postvakt-Verdict", "clean").AddHeader("X-Last", "two\r\n lines").ChangeHeader("Subject", 1, "changed")
                .DeleteHeader("X-Odd", 1).AddRecipient("<c@here.example>").AddRecipient("<d@here.example>", "NOTIFY=NEVER").DeleteRecipient("<c@here.example>")
                .ChangeSender("<z@client.example>").ReplaceBody("new body\r\n"u8.ToArray()),
            "refuse" => MilterReply.WithCode(550, "5.7.1", "100% sure", "refused"),
            "hold" => MilterReply.Accept.Quarantine("held for review"),
            "defer" => MilterReply.TempFail,
            _ => throw new InvalidOperationException("ours"),
        };
    }
}
