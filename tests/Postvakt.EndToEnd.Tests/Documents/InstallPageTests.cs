using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Documents;

/// <summary>How a release is verified and unpacked, on one that is made up and signed here.</summary>
public sealed class InstallPageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postvakt-install-");
    private readonly Page _page = Page.Read("docs/operations/install.md");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Release_IsVerifiedAndUnpacked()
    {
        var shell = new PageShell(_folder.FullName, [("/opt", _folder.FullName + "/opt"), ("VERSION", "1.2.3"), ("AAAA…", "$(cut -d' ' -f2 key.pub)")]);
        var signer = Assert.Single(_page.Of("text")).Trim().Replace("\"", "\\\"", StringComparison.Ordinal);
        var (status, made) = await shell.RunAsync($"""
            mkdir -p opt postvakt-VERSION-linux-x64 && echo launcher > postvakt-VERSION-linux-x64/postvakt
            tar -czf postvakt-VERSION-linux-x64.tar.gz postvakt-VERSION-linux-x64 && echo package > postvakt_VERSION_amd64.deb
            ssh-keygen -q -t ed25519 -N '' -C '' -f key
            echo "{signer}" > signers
            sha256sum postvakt-VERSION-linux-x64.tar.gz postvakt_VERSION_amd64.deb > SHA256SUMS
            ssh-keygen -q -Y sign -f key -n postvakt-release SHA256SUMS
            rm postvakt_VERSION_amd64.deb
            """);
        Assert.True(status == 0, made);
        var steps = _page.Snippets;
        Assert.Equal(2, steps.Count);
        var good = await shell.RunAsync(steps[0]);
        Assert.Contains("Good \"postvakt-release\" signature for releases@yourvendor.example", good, StringComparison.Ordinal);
        Assert.Contains("postvakt-1.2.3-linux-x64.tar.gz: OK", good, StringComparison.Ordinal);
        await shell.RunAsync(steps[1]);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "opt/postvakt/postvakt")));

        await File.AppendAllTextAsync(Path.Combine(_folder.FullName, "postvakt-1.2.3-linux-x64.tar.gz"), "x", TestContext.Current.CancellationToken);
        Assert.NotEqual(0, (await shell.RunAsync(steps[0].Script)).Status);
        await File.AppendAllTextAsync(Path.Combine(_folder.FullName, "SHA256SUMS"), "\n", TestContext.Current.CancellationToken);
        Assert.Contains("Could not verify signature", (await shell.RunAsync(steps[0].Script)).Output, StringComparison.Ordinal);
    }
}
