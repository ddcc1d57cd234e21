using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Postvakt.Events;
using Postvakt.Protocols.Tests.Smtp;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Configuration;
using Postvakt.Server.Events;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Events;

public sealed partial class SyslogSinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tls_CarriesCountedMessages_AndOurCertificate()
    {
        using var certificate = TestCertificates.Make("localhost");
        using var own = TestCertificates.Make("guard.firm.example");
        await using var receiver = new SyslogReceiver(certificate);
        var (ca, mine, key) = (_folder.Write("ca.pem", certificate.ExportCertificatePem()), _folder.Write("own.pem", own.ExportCertificatePem()), _folder.Write("own.key", own.GetECDsaPrivateKey()!.ExportECPrivateKeyPem()));
        await using var sink = Sink(receiver.Port, SyslogTransport.Tls) with { CaFile = ca, Certificate = mine, CertificateKey = key } is var config ? new SyslogSink(config, EventFormat.Ecs, TimeProvider.System) : null!;
        Assert.Equal(SinkResult.Taken, (await sink.SendAsync(Told.Many(3), TestContext.Current.CancellationToken)).Result);
        for (var n = 0; n < 3; n++) AssertMessage(receiver.Messages.Take(TestContext.Current.CancellationToken), $"mail-m{n}");
        Assert.Equal("CN=guard.firm.example", receiver.ClientName);
    }

    [Fact]
    public async Task Tls_OfAStranger_IsRefused()
    {
        using var certificate = TestCertificates.Make("localhost");
        using var other = TestCertificates.Make("localhost");
        await using var receiver = new SyslogReceiver(certificate);
        await using var sink = new SyslogSink(Sink(receiver.Port, SyslogTransport.Tls) with { CaFile = _folder.Write("ca.pem", other.ExportCertificatePem()) }, EventFormat.Ecs, TimeProvider.System);
        Assert.Equal(SinkResult.Later, (await sink.SendAsync(Told.Many(1), TestContext.Current.CancellationToken)).Result);
        Assert.Empty(receiver.Messages);
    }

    [Fact]
    public async Task LostConnection_IsMadeAnew_AndTheLastBatchComesTwice()
    {
        await using var receiver = new SyslogReceiver();
        await using var sink = new SyslogSink(Sink(receiver.Port, SyslogTransport.Tcp), EventFormat.Ocsf, TimeProvider.System);
        await sink.SendAsync(Told.Many(1), TestContext.Current.CancellationToken);
        Assert.Contains("mail-m0", receiver.Messages.Take(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        receiver.Drop();
        var ids = new List<string>();
        for (var n = 1; ids.Count < 2; n++)
        {
            await sink.SendAsync(Told.Many(1, n), TestContext.Current.CancellationToken);
            while (receiver.Messages.TryTake(out var message, 200, TestContext.Current.CancellationToken)) ids.Add(Id().Match(message).Value);
        }
        Assert.Equal("mail-m", ids[0][..6]);
        Assert.Contains(ids, i => i != "mail-m0");
    }

    [Fact]
    public async Task Tls_UnderAnotherName_IsRefused()
    {
        using var certificate = TestCertificates.Make("collector.firm.example");
        await using var receiver = new SyslogReceiver(certificate);
        await using var sink = new SyslogSink(Sink(receiver.Port, SyslogTransport.Tls) with { CaFile = _folder.Write("ca.pem", certificate.ExportCertificatePem()) }, EventFormat.Ecs, TimeProvider.System);
        Assert.Equal(SinkResult.Later, (await sink.SendAsync(Told.Many(1), TestContext.Current.CancellationToken)).Result);
        Assert.Empty(receiver.Messages);
    }

    [Fact]
    public async Task CollectorThatWantsACertificate_AndGetsNone_TakesNothing()
    {
        using var certificate = TestCertificates.Make("localhost");
        await using var receiver = new SyslogReceiver(certificate);
        await using var sink = new SyslogSink(Sink(receiver.Port, SyslogTransport.Tls) with { CaFile = _folder.Write("ca.pem", certificate.ExportCertificatePem()) }, EventFormat.Ecs, TimeProvider.System);
        Assert.Equal(SinkResult.Later, (await sink.SendAsync(Told.Many(1), TestContext.Current.CancellationToken)).Result);
    }

    [Fact]
    public async Task CertificateAndKey_ThatDoNotBelongTogether_AreSaid()
    {
        using var certificate = TestCertificates.Make("localhost");
        using var other = TestCertificates.Make("localhost");
        await using var receiver = new SyslogReceiver(certificate);
        var (mine, key) = (_folder.Write("own.pem", certificate.ExportCertificatePem()), _folder.Write("own.key", other.GetECDsaPrivateKey()!.ExportECPrivateKeyPem()));
        await using var sink = new SyslogSink(Sink(receiver.Port, SyslogTransport.Tls) with { Certificate = mine, CertificateKey = key }, EventFormat.Ecs, TimeProvider.System);
        Assert.Equal(SinkResult.Later, (await sink.SendAsync(Told.Many(1), TestContext.Current.CancellationToken)).Result);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LostConnection_BringsAgain_WhatMayHaveBeenOnItsWay_AndNothingOlder(bool tls)
    {
        var clock = new ManualClock();
        using var certificate = TestCertificates.Make("localhost");
        await using var receiver = new SyslogReceiver(tls ? certificate : null);
        var config = tls ? Known(Sink(receiver.Port, SyslogTransport.Tls), certificate, certificate) : Sink(receiver.Port, SyslogTransport.Tcp);
        await using var sink = new SyslogSink(config, EventFormat.Ecs, clock);
        foreach (var n in (int[])[0, 1, 2])
        {
            await sink.SendAsync(Told.Many(1, n), TestContext.Current.CancellationToken);
            AssertMessage(receiver.Messages.Take(TestContext.Current.CancellationToken), $"mail-m{n}");
            clock.Advance(TimeSpan.FromSeconds(n == 0 ? 60 : 1));
        }
        receiver.Drop();
        // Its farewell was read before anything was written to nobody.
        while (receiver.Connections < 2) await sink.SendAsync([], TestContext.Current.CancellationToken);
        await sink.SendAsync(Told.Many(1, 3), TestContext.Current.CancellationToken);
        foreach (var n in (int[])[1, 2, 3]) AssertMessage(receiver.Messages.Take(TestContext.Current.CancellationToken), $"mail-m{n}");
    }

    [Fact]
    public async Task LargestEvent_FitsADatagram_AndStaysJson()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var sink = new SyslogSink(Sink(((IPEndPoint)receiver.Client.LocalEndPoint!).Port, SyslogTransport.Udp), EventFormat.Ocsf, TimeProvider.System);
        var small = Told.Mail("m0", new string('\u00e4', 1_000));
        var large = small with { Mail = small.Mail! with { Recipients = [.. Enumerable.Repeat(new string('\u00e4', 320), 50)], Indicators = [.. Enumerable.Repeat(new Indicators.Indicator("url", new string('\u00e4', 1_000)), 50)] } };
        Assert.Equal(SinkResult.Taken, (await sink.SendAsync([large], TestContext.Current.CancellationToken)).Result);
        var message = Encoding.UTF8.GetString((await receiver.ReceiveAsync(TestContext.Current.CancellationToken)).Buffer);
        using var json = JsonDocument.Parse(Form().Match(message).Groups["msg"].Value);
        Assert.True(json.RootElement.GetProperty("unmapped").GetProperty("shortened").GetBoolean());
        Assert.Equal("mail-m0", json.RootElement.GetProperty("metadata").GetProperty("uid").GetString());
    }

    [Fact]
    public async Task Nobody_IsTriedAgain()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var sink = new SyslogSink(Sink(port, SyslogTransport.Tcp), EventFormat.Ecs, TimeProvider.System);
        Assert.Equal(SinkResult.Later, (await sink.SendAsync(Told.Many(1), TestContext.Current.CancellationToken)).Result);
    }

    [Fact]
    public async Task Udp_CarriesOneADatagram()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var sink = new SyslogSink(Sink(((IPEndPoint)receiver.Client.LocalEndPoint!).Port, SyslogTransport.Udp), EventFormat.Ecs, TimeProvider.System);
        await sink.SendAsync(Told.Many(2), TestContext.Current.CancellationToken);
        for (var n = 0; n < 2; n++) AssertMessage(Encoding.UTF8.GetString((await receiver.ReceiveAsync(TestContext.Current.CancellationToken)).Buffer), $"mail-m{n}");
    }

    private static void AssertMessage(string message, string id)
    {
        // RFC 5424: <PRI>VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP STRUCTURED-DATA SP MSG
        var match = Form().Match(message);
        Assert.True(match.Success, message);
        Assert.Equal(("35", "mail.held"), (match.Groups["pri"].Value, match.Groups["msgid"].Value));
        Assert.Contains("org=\"firm\\]\\\"\"", match.Groups["data"].Value, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(match.Groups["msg"].Value);
        Assert.Equal(id, json.RootElement.GetProperty("event").GetProperty("id").GetString());
    }

    private SyslogConfig Known(SyslogConfig config, X509Certificate2 ca, X509Certificate2 own) => config with { CaFile = _folder.Write("ca.pem", ca.ExportCertificatePem()), Certificate = _folder.Write("own.pem", own.ExportCertificatePem()), CertificateKey = _folder.Write("own.key", own.GetECDsaPrivateKey()!.ExportECPrivateKeyPem()) };

    private static SyslogConfig Sink(int port, SyslogTransport transport) => new(new DnsEndPoint("localhost", port), transport, null, null, null);

    [GeneratedRegex("""^<(?<pri>\d{1,3})>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [!-~]+ postvakt \d+ (?<msgid>[!-~]{1,32}) (?<data>\[[!-~]+( [!-~]+="([^"\\\]]|\\["\\\]])*")*\]) (?<msg>\{.*\})$""")]
    private static partial Regex Form();

    [GeneratedRegex(@"mail-m\d+")]
    private static partial Regex Id();
}
