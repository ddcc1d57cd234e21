using System.Diagnostics;
using System.Globalization;
using Postvakt.Protocols.Milter;

namespace Postvakt.Protocols.Tests.Milter;

/// <summary>The peer of the Debian package miltertest, which was written against Sendmail's own library.</summary>
public sealed class MiltertestTests
{
    private const string Script = """
        local function expect(what, got, wanted)
          if got ~= wanted then mt.echo(what .. ": " .. tostring(got)) os.exit(1) end
        end
        conn = mt.connect("inet:" .. port .. "@127.0.0.1")
        expect("connected", conn ~= nil, true)
        expect("conninfo", mt.conninfo(conn, "client.example", "192.0.2.1"), nil)
        expect("connect", mt.getreply(conn), SMFIR_CONTINUE)
        expect("helo", mt.helo(conn, "mail.client.example"), nil)
        mt.macro(conn, SMFIC_MAIL, "i", "q1", "{auth_authen}", "ann")
        expect("mail", mt.mailfrom(conn, "<a@client.example>", "SIZE=100"), nil)
        expect("mail", mt.getreply(conn), SMFIR_CONTINUE)
        expect("rcpt", mt.rcptto(conn, "<b@here.example>", "NOTIFY=NEVER"), nil)
        expect("rcpt", mt.getreply(conn), SMFIR_CONTINUE)
        expect("data", mt.data(conn), nil)
        expect("header", mt.header(conn, "From", "a@client.example"), nil)
        expect("header", mt.header(conn, "Subject", "one"), nil)
        expect("header", mt.getreply(conn), SMFIR_CONTINUE)
        expect("eoh", mt.eoh(conn), nil)
        expect("body", mt.bodystring(conn, "hello\r\n"), nil)
        expect("body", mt.bodyrandom(conn, 200000), nil)
        expect("body", mt.getreply(conn), SMFIR_CONTINUE)
        expect("eom", mt.eom(conn), nil)
        expect("eom", mt.getreply(conn), SMFIR_ACCEPT)
        expect("header added", mt.eom_check(conn, MT_HDRADD, "X-Added", " yes"), true)
        expect("header inserted", mt.eom_check(conn, MT_HDRINSERT, "X-Top", " one", 0), true)
        expect("header changed", mt.eom_check(conn, MT_HDRCHANGE, "Subject", " two"), true)
        expect("header deleted", mt.eom_check(conn, MT_HDRDELETE, "From"), true)
        expect("recipient added", mt.eom_check(conn, MT_RCPTADD, "<c@here.example>"), true)
        expect("recipient taken", mt.eom_check(conn, MT_RCPTDELETE, "<b@here.example>"), true)
        expect("body replaced", mt.eom_check(conn, MT_BODYCHANGE, "new body\r\n"), true)
        expect("quarantine", mt.eom_check(conn, MT_QUARANTINE, "held"), true)
        expect("second mail", mt.mailfrom(conn, "<refuse@client.example>"), nil)
        mt.rcptto(conn, "<b@here.example>")
        mt.header(conn, "Subject", "refuse")
        mt.eoh(conn)
        mt.eom(conn)
        expect("refusal", mt.getreply(conn), SMFIR_REPLYCODE)
        expect("refusal text", mt.eom_check(conn, MT_SMTPREPLY, "550", "5.7.1", "refused"), true)
        expect("abort", mt.abort(conn), nil)
        mt.disconnect(conn)
        mt.echo("all as expected")
        """;

    [Fact]
    public async Task Miltertest_ThroughTwoMessages_SeesWhatWeAnswered()
    {
        var handler = new ScriptedHandler
        {
            Decide = (message, _, _) => new(message.Envelope.Sender!.Address.StartsWith("refuse", StringComparison.Ordinal)
                ? MilterReply.WithCode(550, "5.7.1", "refused")
                : MilterReply.Accept.AddHeader("X-Added", "yes").InsertHeader(0, "X-Top", "one").ChangeHeader("Subject", 1, "two").DeleteHeader("From", 1).AddRecipient("<c@here.example>")
                    .DeleteRecipient("<b@here.example>").ReplaceBody("new body\r\n"u8.ToArray()).Quarantine("held")),
        };
        await using var milter = RunningMilter.Start(handler, new() { Actions = (MilterActions)0xff, FewerReplies = false });
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Script, TestContext.Current.CancellationToken);
            var start = new ProcessStartInfo("miltertest") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            foreach (var word in (string[])["-s", script, "-D", string.Create(CultureInfo.InvariantCulture, $"port={milter.Port}")]) start.ArgumentList.Add(word);
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal("all as expected", (output + await errors).Trim());
        }
        finally
        {
            File.Delete(script);
        }
        var seen = await handler.NextAsync();
        Assert.StartsWith("From: a@client.example\r\nSubject: one\r\n\r\nhello\r\n", seen.Mail, StringComparison.Ordinal);
        Assert.True(seen.Mail.Length > 200_000);
        Assert.Equal(("q1", "ann"), (seen.Envelope.QueueId, seen.Envelope.Macros["auth_authen"]));
        Assert.Equal(["NOTIFY=NEVER"], seen.Envelope.Recipients.Single().Arguments);
        Assert.Equal("refuse@client.example", (await handler.NextAsync()).Envelope.Sender!.Address);
    }
}
