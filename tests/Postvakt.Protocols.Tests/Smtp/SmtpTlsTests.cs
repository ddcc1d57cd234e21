using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.Protocols.Tests.Smtp;

public sealed class SmtpTlsTests
{
    [Fact]
    public async Task StartTls_WithAMail_EncryptsAndForgetsWhatWasSaidInClear()
    {
        using var certificate = TestCertificates.Make("filter.example");
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler, new() { Certificate = TestCertificates.Context(certificate), RequireTls = true, ForwardingClients = RunningSmtp.Loopback });
        using var peer = await SmtpPeer.ConnectAsync(smtp.Endpoint);
        await peer.ReplyAsync();
        Assert.Equal("503 5.5.1 Bad sequence of commands", await peer.SayAsync("STARTTLS"));
        Assert.Contains("250-STARTTLS", await peer.SayAsync("EHLO clear.client.example"), StringComparison.Ordinal);
        Assert.StartsWith("250", await peer.SayAsync("XFORWARD NAME=clear.example"), StringComparison.Ordinal);
        Assert.Equal("530 5.7.0 Issue STARTTLS first", await peer.SayAsync("MAIL FROM:<a@client.example>"));
        Assert.StartsWith("501", await peer.SayAsync("STARTTLS now"), StringComparison.Ordinal);
        await peer.StartTlsAsync(certificate);
        Assert.StartsWith("503", await peer.SayAsync("MAIL FROM:<a@client.example>"), StringComparison.Ordinal);
        Assert.DoesNotContain("STARTTLS", await peer.SayAsync("EHLO safe.client.example"), StringComparison.Ordinal);
        Assert.StartsWith("502", await peer.SayAsync("STARTTLS"), StringComparison.Ordinal);
        await peer.SendAsync(SmtpPeer.Envelope + "DATA\r\nx\r\n.\r\nQUIT\r\n");
        Assert.Equal("250 250 354 250 221 closed", await peer.CodesAsync(6));
        var envelope = (await handler.NextAsync()).Envelope;
        Assert.Equal(("safe.client.example", "ESMTPS", null), (envelope.Helo, envelope.Protocol, envelope.Forwarded));
        Assert.StartsWith("Tls1", envelope.Tls!.Version, StringComparison.Ordinal);
        Assert.StartsWith("TLS_", envelope.Tls.Cipher, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RSET\r\n")]
    [InlineData("R")]
    [InlineData("EHLO x\r\nMAIL FROM:<a@client.example>\r\n")]
    public async Task StartTls_FollowedByCommandsInClear_EndsTheConnection(string injected)
    {
        using var certificate = TestCertificates.Make("filter.example");
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp(), new() { Certificate = TestCertificates.Context(certificate) });
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync("STARTTLS\r\n" + injected);
        Assert.Equal("554 5.5.1 Nothing may follow STARTTLS in clear", Assert.Single(await peer.ReadToEndAsync()));
        await smtp.IncidentAsync(SmtpIncidentKind.BrokenProtocol);
    }

    [Fact]
    public async Task StartTls_FollowedByNonsense_EndsTheConnectionAndIsTold()
    {
        using var certificate = TestCertificates.Make("filter.example");
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp(), new() { Certificate = TestCertificates.Context(certificate) });
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        Assert.StartsWith("220", await peer.SayAsync("STARTTLS"), StringComparison.Ordinal);
        await peer.SendAsync("MAIL FROM:<a@client.example>\r\n");
        peer.EndSending();
        await smtp.IncidentAsync(SmtpIncidentKind.TlsFailed);
        await smtp.Server.StopAsync(TimeSpan.Zero);
        Assert.Equal(0, smtp.Server.OpenConnections);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001")]
    public async Task StartTls_WithAHandshakeThatStalls_IsClosed(string half)
    {
        var clock = new ManualClock();
        using var certificate = TestCertificates.Make("filter.example");
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp(), new() { Certificate = TestCertificates.Context(certificate) }, clock);
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        Assert.StartsWith("220", await peer.SayAsync("STARTTLS"), StringComparison.Ordinal);
        await peer.SendAsync(half);
        var end = peer.ReplyAsync();
        await Milter.MilterHandlerTests.MoveUntilAsync(clock, TimeSpan.FromSeconds(31), end);
        await smtp.IncidentAsync(SmtpIncidentKind.Stalled);
    }
}
