using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Detection;
using Postvakt.Server.Configuration;
using Postvakt.Server.Connectors;
using Postvakt.Server.Gateway;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Connectors;

public sealed class ClamdConnectorTests(ClamdConnectorTests.Daemon daemon) : IClassFixture<ClamdConnectorTests.Daemon>
{
    public sealed class Daemon : IAsyncLifetime
    {
        internal ClamdServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await ClamdServer.StartAsync();

        public ValueTask DisposeAsync()
        {
            Server.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private static ClamdConnector Connector(int port, long size = 25 << 20) => new(new ClamdConfig(new DnsEndPoint("127.0.0.1", port), null, TimeSpan.FromSeconds(20), size));

    private static async Task<IReadOnlyList<Finding>> AskAsync(ClamdConnector connector, string text, byte[]? file = null)
    {
        using var mail = Mailed.Of(text, file is null ? null : "file.bin", file);
        return await connector.AskAsync(mail.Message, mail.Content, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Mail_WithWhatClamdKnows_IsMalicious()
    {
        var finding = Assert.Single(await AskAsync(Connector(daemon.Server.Port), ClamdServer.Mark));
        Assert.Equal(("antivirus", Severity.Critical), (finding.Id, finding.Severity));
        Assert.StartsWith("Postvakt.Test.Mark", finding.Evidence[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_WithAFileThatClamdKnows_IsMalicious() => Assert.Single(await AskAsync(Connector(daemon.Server.Port), "see", [0, 1, 2, .. System.Text.Encoding.ASCII.GetBytes(ClamdServer.Mark)]));

    [Fact]
    public async Task Mail_ThatClamdDoesNotKnow_HasNoFinding() => Assert.Empty(await AskAsync(Connector(daemon.Server.Port), "Dear Anna"));

    [Fact]
    public async Task Mail_BeyondClamdsOwnLimit_IsNoAnswer() => await Assert.ThrowsAsync<IOException>(() => AskAsync(Connector(daemon.Server.Port), "see", new byte[3 << 20]));

    [Fact]
    public async Task Mail_BeyondOurLimit_IsSentInPart_AndSaidToBe() => Assert.Equal("connector-silent", Assert.Single(await AskAsync(Connector(daemon.Server.Port, 512 << 10), "see", new byte[3 << 20])).Id);

    [Fact]
    public async Task Clamd_SaysItsVersion() => Assert.StartsWith("ClamAV", await Connector(daemon.Server.Port).PingAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

    [Fact]
    public async Task Clamd_ThatIsNotThere_DelaysNobodyAndIsNoted()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var panel = new ConnectorPanel([Connector(port)], new GatewayMetrics(), TimeProvider.System, NullLogger.Instance);
        using var mail = Mailed.Of("see");
        var finding = Assert.Single(await panel.AskAsync(mail.Message, mail.Content, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(("connector-silent", Severity.Info), (finding.Id, finding.Severity));
    }

    [Fact]
    public async Task Clamd_ThatSaysNothing_IsLeftAfterItsTime()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var panel = new ConnectorPanel([Connector(port)], new GatewayMetrics(), TimeProvider.System, NullLogger.Instance);
        using var mail = Mailed.Of("see");
        Assert.Equal("connector-silent", Assert.Single(await panel.AskAsync(mail.Message, mail.Content, TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken)).Id);
    }

    [Theory]
    [InlineData("stream: Bad.Thing FOUND extra")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task Reply_OfAnotherForm_IsNoAnswer(string reply)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            var stream = client.GetStream();
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(reply + "\0"), TestContext.Current.CancellationToken);
            client.Client.Shutdown(SocketShutdown.Send);
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) > 0) { }
        }, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<IOException>(() => AskAsync(Connector(((IPEndPoint)listener.LocalEndpoint).Port), "see"));
        await answering;
    }
}
