using System.Text.RegularExpressions;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Gateways;

/// <summary>
/// The gateway behind a cloud service's mail-flow rule, played by a Postfix: mail without the loop mark goes out to the connector and comes back to
/// the same service, which knows the mark and delivers.
/// </summary>
public sealed partial class ConnectorTests : IDisposable
{
    private readonly GatewayPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Mail_GoesOutOnce_AndComesBack_AndForgedMarksDoNotSkip()
    {
        await _place.LearnAsync();
        var port = Ports.Free();
        var config = GatewayPlace.Config("enforce", more: $"smtp:\n  - {{kind: connector, address: \"127.0.0.1:0\", next_hop: \"127.0.0.1:{port}\", forwarding_clients: [127.0.0.0/8]}}\n");
        var check = (await _place.Work.RunAsync("serve", "--check", "--config", _place.Work.Write("connector.yaml", config))).WithoutCrash();
        Assert.Equal(0, check.Status);
        var mark = Mark().Match(check.Output).Value;
        Assert.NotEqual("", mark);
        await using var serve = await ServeProcess.StartAsync(_place.Work.Folder, _place.Work.Data, config);
        await using var inbox = await PostfixInstance.StartAsync(null, null, "myhostname = inbox.here.example", "header_checks = regexp:{ { /^X-Postvakt-Loop:/ IGNORE } }");
        await using var cloud = await PostfixInstance.StartAtAsync(port, null, null, $"content_filter = smtp:[127.0.0.1]:{serve.Listeners[1].Port}", "smtp_send_xforward_command = yes",
            $"header_checks = regexp:{{ {{ /^X-Postvakt-Loop: {mark.Replace(".", "\\.", StringComparison.Ordinal)}/ FILTER smtp:[127.0.0.1]:{inbox.Port} }} }}");
        var forged = mark[..^4] + (mark.EndsWith("0000", StringComparison.Ordinal) ? "1111" : "0000");
        var mails = new[] { Mail(1, ""), Mail(2, $"X-Postvakt-Loop: {forged}\r\n"), Mail(3, "X-Postvakt-Loop: x\r\nX-Postvakt-Verdict: clean; forged\r\n") };
        Assert.All(await GatewayPlace.SendAsync(cloud, mails), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        var delivered = await GatewayPlace.MailsAsync(inbox, 3);
        Assert.Equal(3, _place.Count("record"));
        Assert.All(delivered, mail =>
        {
            Assert.Equal(1, GatewayPlace.Times("\n" + mail, "\nX-Postvakt-Verdict: clean; score="));
            Assert.Equal(1, GatewayPlace.Times(mail, "(Postvakt) with "));
            Assert.DoesNotContain("Loop", mail, StringComparison.Ordinal);
            Assert.DoesNotContain("forged", mail, StringComparison.Ordinal);
        });
        // What a rule would send out again although it has been here.
        await using var direct = await SmtpDialogue.OpenAsync(serve.Listeners[1].Port);
        await direct.SayAsync("EHLO cloud.example");
        Assert.StartsWith("554 5.4.6", await direct.SendAsync("a@firm.example", "reader@lovhaga.example", Mail(4, $"X-Postvakt-Loop: {mark}\r\n")), StringComparison.Ordinal);
        Assert.Equal(3, _place.Count("record"));
        Assert.Equal(3, GatewayPlace.Queued(inbox).Length);
    }

    private static string Mail(int number, string more) =>
        $"{more}Message-ID: <{number}@firm.example>\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\nFrom: a@firm.example\r\nTo: reader@lovhaga.example\r\nSubject: Letter {number}\r\n\r\nHello.\r\n";

    [GeneratedRegex(@"\b1\.[0-9a-f]{32}\b")]
    private static partial Regex Mark();
}
