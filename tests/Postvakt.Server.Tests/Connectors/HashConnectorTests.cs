using Postvakt.Detection;
using Postvakt.Server.Configuration;
using Postvakt.Server.Connectors;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Connectors;

public sealed class HashConnectorTests : IAsyncLifetime
{
    private static readonly byte[] Script = "new ActiveXObject('WScript.Shell')"u8.ToArray();
    private static readonly string Hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Script));

    private readonly TemporaryFolder _folder = new();
    private WebSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await WebSite.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "key"), "secret-key\n", TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _folder.Dispose();
    }

    private HashConnector Connector(string key = "key") => new(new HashesConfig(new Uri(_site.Address + "/api/v3"), Path.Combine(_folder.Path, key), 3, TimeSpan.FromSeconds(5)), TimeProvider.System);

    private void Says(int malicious) => _site.Serves(
        $"/api/v3/files/{Hash}",
        System.Text.Encoding.UTF8.GetBytes("""{"data":{"id":"x","type":"file","attributes":{"last_analysis_stats":{"malicious":N,"undetected":60}}}}""".Replace("N", malicious.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)),
        "application/json");

    private static async Task<IReadOnlyList<Finding>> AskAsync(HashConnector connector, string name = "run.js")
    {
        using var mail = Mailed.Of("see", name, Script);
        return await connector.AskAsync(mail.Message, mail.Content, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(40, 1)]
    [InlineData(3, 1)]
    [InlineData(2, 0)]
    public async Task File_ThatEnoughEnginesKnow_IsMalicious(int engines, int findings)
    {
        Says(engines);
        using var connector = Connector();
        Assert.Equal(findings, (await AskAsync(connector)).Count);
    }

    [Fact]
    public async Task Question_IsTheHashAndTheKey_AndIsAskedOnce()
    {
        Says(40);
        using var connector = Connector();
        await AskAsync(connector);
        await AskAsync(connector);
        var (path, headers) = Assert.Single(_site.Asked);
        Assert.Equal($"/api/v3/files/{Hash}", path);
        Assert.Contains("x-apikey: secret-key", headers, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task File_ThatNobodyKnows_IsNone()
    {
        using var connector = Connector();
        Assert.Empty(await AskAsync(connector));
    }

    [Fact]
    public async Task Letter_IsNotAskedAbout()
    {
        using var connector = Connector();
        await AskAsync(connector, "letter.txt");
        using var mail = Mailed.Of("see", "letter.txt", "Dear Anna"u8.ToArray());
        await connector.AskAsync(mail.Message, mail.Content, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(_site.Asked, a => !a.Path.EndsWith(Hash, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"data\":{}}")]
    public async Task Answer_OfAnotherForm_IsNoAnswer(string body)
    {
        _site.Serves($"/api/v3/files/{Hash}", System.Text.Encoding.UTF8.GetBytes(body), "application/json");
        using var connector = Connector();
        await Assert.ThrowsAsync<IOException>(() => AskAsync(connector));
    }

    [Fact]
    public async Task Refusal_IsNoAnswer()
    {
        _site.Pages[$"/api/v3/files/{Hash}"] = context =>
        {
            context.Response.StatusCode = 429;
            return Task.CompletedTask;
        };
        using var connector = Connector();
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(connector));
    }

    [Fact]
    public async Task Key_ThatCannotBeRead_IsNoAnswer()
    {
        using var connector = Connector("missing");
        await Assert.ThrowsAsync<IOException>(() => AskAsync(connector));
    }
}
