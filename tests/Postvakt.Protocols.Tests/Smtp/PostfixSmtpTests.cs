using System.Text;
using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.Protocols.Tests.Smtp;

/// <summary>A real Postfix on the other side, as the one that sends to us and the one that takes from us.</summary>
public sealed class PostfixSmtpTests
{
    private const string Mail = "From: a@client.example\r\nSubject: x\r\n\r\n..dot\r\n\u00c3\u00a5\r\n";

    [Fact]
    public async Task Postfix_AsContentFiltersClient_ForwardsItsClient()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Postfix starts as root only");
        var handler = new ScriptedSmtp
        {
            Decide = (message, _) => new(message.Envelope.Recipients[0].Address.StartsWith("later", StringComparison.Ordinal)
                ? SmtpReply.Create(451, "4.7.1", "later please") : SmtpReply.Accepted("Taken")),
        };
        using var certificate = TestCertificates.Make("filter.example");
        await using var smtp = RunningSmtp.Start(handler, new() { ForwardingClients = RunningSmtp.Loopback, Certificate = TestCertificates.Context(certificate) });
        await using var postfix = await PostfixInstance.StartAsync(null, null,
            $"content_filter = smtp:[127.0.0.1]:{smtp.Endpoint.Port}", "smtp_send_xforward_command = yes", "smtp_tls_security_level = encrypt", "mynetworks = 127.0.0.0/8 192.0.2.0/24");
        await using (var dialogue = await SmtpDialogue.OpenAsync(postfix.Port))
        {
            await dialogue.SayAsync("EHLO mx.here.example");
            Assert.StartsWith("220", await dialogue.SayAsync("XCLIENT NAME=out.client.example ADDR=192.0.2.7"), StringComparison.Ordinal);
            await dialogue.SayAsync("EHLO mail.client.example");
            await dialogue.SayAsync("MAIL FROM:<a@client.example> BODY=8BITMIME RET=HDRS ENVID=e+2B1");
            await dialogue.SayAsync("RCPT TO:<b@here.example> NOTIFY=FAILURE,DELAY ORCPT=rfc822;B@here.example");
            await dialogue.SayAsync("DATA");
            Assert.StartsWith("250", await dialogue.SayAsync(Mail + "."), StringComparison.Ordinal);
            var seen = await handler.NextAsync();
            var envelope = seen.Envelope;
            Assert.EndsWith("Subject: x\r\n\r\n.dot\r\n\u00c3\u00a5\r\n", seen.Content, StringComparison.Ordinal);
            Assert.Equal(("ESMTPS", "mx.here.example", SmtpBody.EightBit), (envelope.Protocol, envelope.Helo, envelope.Body));
            Assert.Equal(("out.client.example", "192.0.2.7", "mail.client.example", "ESMTP", "REMOTE"), (envelope.Forwarded!.Name, envelope.Forwarded.Address, envelope.Forwarded.Helo, envelope.Forwarded.Protocol, envelope.Forwarded.Source));
            Assert.NotNull(envelope.Forwarded.Ident);
            Assert.Equal(("HDRS", "e+2B1"), (envelope.Sender.Parameter("RET"), envelope.Sender.Parameter("ENVID")));
            Assert.Equal(("FAILURE,DELAY", "rfc822;B@here.example"), (envelope.Recipients.Single().Parameter("NOTIFY"), envelope.Recipients.Single().Parameter("ORCPT")));

            Assert.StartsWith("250", await dialogue.SendAsync("a@client.example", "later@here.example", Mail), StringComparison.Ordinal);
            await handler.NextAsync();
            while (!postfix.Log().Contains("later please", StringComparison.Ordinal)) await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.Contains("status=deferred", postfix.Log(), StringComparison.Ordinal);
        Assert.Contains("status=sent (250 2.0.0 Taken)", postfix.Log(), StringComparison.Ordinal);
        Assert.DoesNotContain(smtp.Incidents(), i => i.Kind != SmtpIncidentKind.Stalled);
    }

    [Fact]
    public async Task Postfix_AsNextHop_TakesWhatWeSend()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Postfix starts as root only");
        await using var postfix = await PostfixInstance.StartAsync(null, null, "smtpd_authorized_xforward_hosts = 127.0.0.1", "message_size_limit = 100000", "smtpd_forbid_bare_newline = no");
        await using var sender = new SmtpSender(new() { Target = new("127.0.0.1", postfix.Port) }, TimeProvider.System);
        var delivery = new SmtpDelivery
        {
            Sender = new("a@client.example", ["RET=HDRS", "ENVID=e1"]),
            Recipients = [new("b@here.example", ["NOTIFY=NEVER"]), new("c@here.example")],
            Content = new MemoryStream(Encoding.Latin1.GetBytes("Subject: x\r\n\r\n.dot\r\n\u00c3\u00a5\r\n")),
            Body = SmtpBody.EightBit,
            Forwarded = new() { Name = "out.client.example", Address = "192.0.2.7", Helo = "mail.client.example", Ident = "Q1", Source = "REMOTE" },
        };
        var taken = await sender.SendAsync(delivery, TestContext.Current.CancellationToken);
        Assert.Equal(SmtpOutcomeKind.Accepted, taken.Kind);
        var mail = await postfix.MailAsync(taken.Reply!.Lines[0].Split(' ')[^1]);
        Assert.EndsWith("Subject: x\n\n.dot\nå\n", mail, StringComparison.Ordinal);
        Assert.Contains("client=out.client.example[192.0.2.7]", postfix.Log(), StringComparison.Ordinal);
        Assert.Contains("orig_queue_id=Q1", postfix.Log(), StringComparison.Ordinal);

        // By chunk and by DATA, over the connection that is kept.
        foreach (var chunk in (bool[])[true, false])
        {
            var odd = delivery with { Content = new MemoryStream("Subject: odd\r\n\r\na\n.\nMAIL FROM:<x@client.example>\r\n"u8.ToArray()), HasBareLineEnds = chunk };
            var outcome = await sender.SendAsync(odd, TestContext.Current.CancellationToken);
            Assert.Equal(SmtpOutcomeKind.Accepted, outcome.Kind);
            Assert.EndsWith("Subject: odd\n\na\n.\nMAIL FROM:<x@client.example>\n", await postfix.MailAsync(outcome.Reply!.Lines[0].Split(' ')[^1]), StringComparison.Ordinal);
        }
        var large = await sender.SendAsync(delivery with { Content = new MemoryStream(new byte[200_000]) }, TestContext.Current.CancellationToken);
        Assert.Equal((SmtpOutcomeKind.Refused, 552), (large.Kind, large.Reply!.Code));
    }
}
