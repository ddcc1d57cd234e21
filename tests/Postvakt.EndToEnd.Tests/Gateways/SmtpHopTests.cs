using System.Security.Cryptography.X509Certificates;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Smtp;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Gateways;

/// <summary>The gateway as content filter between two real Postfix: the one that takes mail in, and the one that judged mail goes on to.</summary>
public sealed class SmtpHopTests : IDisposable
{
    private const string Plain = "Message-ID: <1@firm.example>\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\nFrom: a@firm.example\r\nTo: reader@lovhaga.example\r\nSubject:  odd  blanks\r\nX-Odd:tight\r\n\r\nHello\r\n..dot\r\n";
    private readonly GatewayPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Enforce_HoldsTheHijacks_AndHandsTheRestOnMarked()
    {
        await _place.LearnAsync();
        await using var next = await PostfixInstance.StartAsync(null, null, "myhostname = inside.here.example");
        await using var serve = await _place.ServeAsync("enforce", more: Hop(next.Port));
        await using var first = await FirstAsync(serve);
        var mails = SampleMails.Read();
        Assert.All(await GatewayPlace.SendAsync(first, mails), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        await Eventually.TrueAsync(() => _place.Count("record") == mails.Count);
        var held = _place.Count("held");
        Assert.InRange(held, 15, 25);
        var queued = await GatewayPlace.QueuedAsync(next, mails.Count - held);
        Assert.Equal(mails.Count - held, GatewayPlace.Queued(next).Length);
        Assert.Equal(mails.Count - held, GatewayPlace.Times(queued, "\nX-Postvakt-Verdict: "));
        Assert.Equal(0, GatewayPlace.Times(queued, "\nX-Postvakt-Verdict: malicious"));
        Assert.NotEqual(0, GatewayPlace.Times(queued, "\nSubject: [odd] "));
        Assert.Equal(GatewayPlace.Times(queued, "\nX-Postvakt-Verdict: suspicious"), GatewayPlace.Times(queued, "\nSubject: [odd] "));
        Assert.Contains($"postvakt_handed_on_total{{listener=\"filter\",outcome=\"accepted\"}} {mails.Count - held}\n", await GatewayPlace.MetricsAsync(serve), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Observe_OverTls_ChangesNoByte_AndKnowsTheFirstClient()
    {
        using var certificate = TestCertificates.Make("filter.example");
        var pem = _place.Work.Write("filter.pem", certificate.ExportCertificatePem());
        var key = _place.Work.Write("filter.key", KeyOf(certificate));
        await using var next = await PostfixInstance.StartAsync(null, null, "myhostname = inside.here.example");
        await using var serve = await _place.ServeAsync("observe", more: Hop(next.Port, $"certificate: \"{pem}\", certificate_key: \"{key}\""));
        await using var first = await FirstAsync(serve, "smtp_tls_security_level = encrypt", "mynetworks = 127.0.0.0/8 192.0.2.0/24");
        await using (var dialogue = await SmtpDialogue.OpenAsync(first.Port))
        {
            await dialogue.SayAsync("EHLO test.example");
            Assert.StartsWith("220", await dialogue.SayAsync("XCLIENT NAME=out.firm.example ADDR=192.0.2.77"), StringComparison.Ordinal);
            await dialogue.SayAsync("EHLO mail.firm.example");
            Assert.StartsWith("250", await dialogue.SendAsync("a@firm.example", "reader@lovhaga.example", Plain), StringComparison.Ordinal);
        }
        var mail = Assert.Single(await GatewayPlace.MailsAsync(next, 1));
        Assert.EndsWith(Plain.Replace("\r\n..", "\r\n.", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal), mail, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Postvakt", mail, StringComparison.Ordinal);
        Assert.Contains("([192.0.2.77])", mail, StringComparison.Ordinal);
        Assert.Contains("(Postvakt) with ESMTPS;", mail, StringComparison.Ordinal);
        Assert.Equal(1, _place.Count("record WHERE instr(data, CAST('192.0.2.77' AS BLOB)) > 0"));
    }

    [Fact]
    public async Task NextHopDown_Defers_AndDeliversLater_AndALoopIsRefused()
    {
        var port = Ports.Free();
        await using var serve = await _place.ServeAsync("enforce", more: Hop(port));
        await using var first = await FirstAsync(serve);
        Assert.StartsWith("250", Assert.Single(await GatewayPlace.SendAsync(first, [Plain])), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => first.Ids("deferred").Count == 1);
        Assert.Contains("451 4.4.1", first.Log(), StringComparison.Ordinal);
        await using (var direct = await SmtpDialogue.OpenAsync(serve.Listeners[1].Port))
        {
            await direct.SayAsync("EHLO client.example");
            var received = string.Concat(Enumerable.Repeat("Received: by a.example; Mon, 5 Jan 2026 10:00:00 +0000\r\n", 100));
            Assert.StartsWith("451 4.4.1", await direct.SendAsync("a@firm.example", "reader@lovhaga.example", received + Plain), StringComparison.Ordinal);
            Assert.StartsWith("554 5.4.6", await direct.SendAsync("a@firm.example", "reader@lovhaga.example", "Received: by b.example\r\n" + received + Plain), StringComparison.Ordinal);
        }
        await using var next = await PostfixInstance.StartAtAsync(port, null, null, "myhostname = inside.here.example");
        await first.FlushAsync();
        await Eventually.TrueAsync(() => GatewayPlace.Queued(first).Length == 0);
        Assert.Single(await GatewayPlace.MailsAsync(next, 1));
        // The second time it was known.
        Assert.Equal(2, _place.Count("record"));
        Assert.Contains("postvakt_repeats_total 1\n", await GatewayPlace.MetricsAsync(serve), StringComparison.Ordinal);
    }

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string Hop(int port, string more = "") => $"smtp:\n  - {{kind: filter, address: \"127.0.0.1:0\", next_hop: \"127.0.0.1:{port}\", forwarding_clients: [127.0.0.0/8]{(more.Length > 0 ? ", " + more : "")}}}\n";

    /// <summary>One after the other, as a hijack is recognised by what came before.</summary>
    private static Task<PostfixInstance> FirstAsync(ServeProcess serve, params string[] settings) => PostfixInstance.StartAsync(null, null,
        [$"content_filter = smtp:[127.0.0.1]:{serve.Listeners[1].Port}", "smtp_send_xforward_command = yes", "initial_destination_concurrency = 1", "smtp_destination_concurrency_limit = 1", .. settings]);
}
