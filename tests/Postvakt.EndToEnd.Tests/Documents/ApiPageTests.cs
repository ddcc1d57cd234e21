using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Documents;

/// <summary>The first call that the page about the interface shows, with a token and through the socket.</summary>
public sealed class ApiPageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postvakt-api-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task FirstCall_IsAnsweredBothWays()
    {
        var data = Path.Combine(_folder.FullName, "data");
        await using var serve = await ServeProcess.StartAsync(_folder.FullName, data, "milter: [{ address: \"127.0.0.1:0\" }]\nhttp: 127.0.0.1:0\n");
        var shell = new PageShell(_folder.FullName, [("http://127.0.0.1:8080/", $"http://{serve.Http}/"), ("/var/lib/postvakt/", data + "/")]);
        var (status, made) = await shell.RunAsync("postvakt user set anna.berg@firm.example --role analyst\n(umask 077; postvakt token create --user anna.berg@firm.example --scope held:read --until 90d > token)\n", data);
        Assert.True(status == 0, made);
        var answers = await shell.RunAsync(Assert.Single(Page.Read("docs/api.md").Snippets));
        Assert.Equal(2, GatewayPlace.Times(answers, "\"items\":[]"));
        Assert.Equal(0, await serve.StopAsync());
    }
}
