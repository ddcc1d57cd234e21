using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Configuration;

public sealed class ConnectorsConfigReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private (ServeConfig? Config, IReadOnlyList<string> Errors) Read(string text) => ConfigReader.Read(_folder.Write("postvakt.yaml", text), []);

    [Fact]
    public void Nothing_IsAskedUnlessItIsNamed()
    {
        Assert.Equal(new ConnectorsConfig(null, null, null), Read("mode: observe").Config!.Connectors);
        Assert.Null(Read("links: {proxy: \"http://proxy.example:3128\"}").Config!.Connectors.Links);
    }

    [Fact]
    public void EveryKey_IsRead()
    {
        var config = Read("""
            documents: {inspect: false, time: 500ms}
            clamd: {address: "127.0.0.1:3310", time: 3s, size: 5MB}
            hashes: {key_file: /etc/key, engines: 5, time: 2s, endpoint: "https://hashes.example/v3"}
            links: {inspect: true, proxy: "http://proxy.example:3128", user_agent: Agent, allow: [Inner.example], time: 4s, size: 1MB, hops: 3}
            """).Config!;
        Assert.Equal((false, TimeSpan.FromMilliseconds(500)), (config.Documents.Inspect, config.Documents.Time));
        Assert.Equal((3310, TimeSpan.FromSeconds(3)), (config.Connectors.Clamd!.Address!.Port, config.Connectors.Clamd.Time));
        Assert.Equal(("/etc/key", 5, "hashes.example"), (config.Connectors.Hashes!.KeyFile, config.Connectors.Hashes.Engines, config.Connectors.Hashes.Endpoint.Host));
        var links = config.Connectors.Links!;
        Assert.Equal(("proxy.example", "Agent", "inner.example", 3), (links.Proxy!.Host, links.UserAgent, links.Allow.Single(), links.Hops));
    }

    [Theory]
    [InlineData("clamd: {address: \"127.0.0.1:3310\", socket: /run/clamd}", "clamd.address")]
    [InlineData("clamd: {time: 3s}", "clamd.address")]
    [InlineData("clamd: {address: nowhere}", "clamd.address")]
    [InlineData("hashes: {engines: 3}", "hashes.key_file")]
    [InlineData("hashes: {key_file: a, endpoint: \"ftp://x.example\"}", "hashes.endpoint")]
    [InlineData("hashes: {key_file: a, endpoint: \"http://hashes.example/v3\"}", "hashes.endpoint")]
    [InlineData("links: {inspect: true, proxy: \"http://user:word@x.example\"}", "links.proxy")]
    [InlineData("links: {inspect: true, hops: 100}", "links.hops")]
    [InlineData("documents: {yara: /not/there}", "documents.yara")]
    [InlineData("documents: {time: 1h}", "documents.time")]
    public void WrongValue_IsNamed(string text, string key) => Assert.StartsWith(key + ":", Assert.Single(Read(text).Errors), StringComparison.Ordinal);
}
