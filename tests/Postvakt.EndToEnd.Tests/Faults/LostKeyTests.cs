using System.Globalization;
using System.Security.Cryptography;
using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Faults;

/// <summary>The key ring is gone, or another's: nothing is released, nothing is destroyed, and with the ring back everything is as it was.</summary>
public sealed class LostKeyTests : IDisposable
{
    private readonly GatewayPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(false, "the key ring is missing")]
    [InlineData(true, "the key ring holds")]
    public async Task LostKeyRing_RefusesClearly_AndEverythingWorksWithItBack(bool another, string sentence)
    {
        await using var sink = new ReleaseSink();
        var id = HeldStock.Fill(_place.Work.Data, 3)[1];
        var config = _place.Work.Write("postvakt.yaml", GatewayPlace.Config("enforce", more: string.Create(CultureInfo.InvariantCulture, $"release:\n  next_hop: 127.0.0.1:{sink.Port}")));
        var (ring, safe, before) = (_place.Work.Data + ".keys", _place.Work.At("safe"), Files());
        File.Move(ring, safe);
        if (another)
        {
            using var stranger = new Workplace();
            HeldStock.Fill(stranger.Data, 1);
            File.Copy(stranger.Data + ".keys", ring);
        }
        foreach (var verb in (string[][])[["serve", "--config", config], ["quarantine", "release", id, "--config", config], ["quarantine", "list", "--config", config]])
        {
            var refused = (await _place.Work.RunAsync(verb)).WithoutCrash();
            Assert.Equal(2, refused.Status);
            Assert.Contains(sentence, refused.Error, StringComparison.Ordinal);
        }
        Assert.Equal(another, File.Exists(ring));
        Assert.Equal(before, Files());
        Assert.Empty(sink.All);

        File.Move(safe, ring, overwrite: true);
        await using var serve = await ServeProcess.StartAsync(_place.Work.Folder, _place.Work.Data, await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken));
        Assert.Equal(0, (await _place.Work.RunAsync("quarantine", "release", id, "--reason", "asked the sender")).WithoutCrash().Status);
        await Eventually.TrueAsync(() => !sink.All.IsEmpty);
        Assert.Equal(id, Assert.Single(sink.All).Id);
        Assert.Equal(0, await serve.StopAsync());
    }

    /// <summary>What the installation consists of, by content.</summary>
    private SortedDictionary<string, string> Files() => new(Directory.EnumerateFiles(_place.Work.Data, "*", SearchOption.AllDirectories)
        .Where(f => Path.GetFileName(f) is not "lock" && !f.EndsWith("-shm", StringComparison.Ordinal) && new FileInfo(f).Length > 0)
        .ToDictionary(f => f, f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))), StringComparer.Ordinal);
}
