using System.Text.Json;
using Postvakt.Events;
using Postvakt.Server.Configuration;
using Postvakt.Server.Events;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Events;

public sealed class FileSinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.At("events.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Events_AreLines_ThatOnlyTheOwnerReads()
    {
        await using var sink = Sink();
        Assert.Equal(SinkResult.Taken, (await sink.SendAsync(Told.Many(3), CancellationToken.None)).Result);
        Assert.Equal(["mail-m0", "mail-m1", "mail-m2"], Ids(Path));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public async Task MovedFile_IsMadeAnew()
    {
        await using var sink = Sink();
        await sink.SendAsync(Told.Many(1), CancellationToken.None);
        // As logrotate does: under the same length another file may stand there.
        File.Move(Path, _folder.At("old"));
        await sink.SendAsync(Told.Many(1, 1), CancellationToken.None);
        File.Copy(Path, _folder.At("copy"));
        File.Move(_folder.At("copy"), Path, overwrite: true);
        await sink.SendAsync(Told.Many(1, 2), CancellationToken.None);
        Assert.Equal(["mail-m0"], Ids(_folder.At("old")));
        Assert.Equal(["mail-m1", "mail-m2"], Ids(Path));
    }

    [Fact]
    public async Task RemovedFile_IsMadeAnew()
    {
        await using var sink = Sink();
        await sink.SendAsync(Told.Many(1), CancellationToken.None);
        File.Delete(Path);
        await sink.SendAsync(Told.Many(1, 1), CancellationToken.None);
        Assert.Equal(["mail-m1"], Ids(Path));
    }

    [Fact]
    public async Task GrownFile_IsPutAside_AndFewAreKept()
    {
        await using var sink = Sink(max: 64 << 10, keep: 2);
        for (var n = 0; n < 400; n++) await sink.SendAsync(Told.Many(1, n), CancellationToken.None);
        Assert.True(File.Exists(Path + ".1") && File.Exists(Path + ".2") && !File.Exists(Path + ".3"));
        string[] kept = [.. Ids(Path + ".2"), .. Ids(Path + ".1"), .. Ids(Path)];
        Assert.Equal(Enumerable.Range(400 - kept.Length, kept.Length).Select(n => $"mail-m{n}"), kept);
        Assert.All((string[])[Path, Path + ".1", Path + ".2"], f => Assert.InRange(new FileInfo(f).Length, 1, 64 << 10));
    }

    [Fact]
    public async Task HalfALine_IsCutOff()
    {
        await using (var sink = Sink()) await sink.SendAsync(Told.Many(1), CancellationToken.None);
        File.AppendAllText(Path, "{\"half\":");
        await using (var sink = Sink()) await sink.SendAsync(Told.Many(1, 1), CancellationToken.None);
        Assert.Equal(["mail-m0", "mail-m1"], Ids(Path));
    }

    [Theory]
    [InlineData("SQLite format 3\0 and more", 1)]
    [InlineData("{\"one\": \"large object\"}", 10_000)]
    public async Task FileOfSomebodyElse_IsNeitherCutNorWritten(string text, int times)
    {
        var whole = string.Concat(Enumerable.Repeat(text, times));
        File.WriteAllText(Path, whole);
        await using var sink = Sink();
        var outcome = await sink.SendAsync(Told.Many(1), CancellationToken.None);
        Assert.Equal(SinkResult.Later, outcome.Result);
        Assert.Contains("no file of events", outcome.Says, StringComparison.Ordinal);
        Assert.Equal(whole, File.ReadAllText(Path));
    }

    [Fact]
    public async Task FullDisk_IsTriedAgain_AndSaysSo()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs a device that is full");
        await using var sink = new FileSink(new EventFileConfig("/dev/full", 1 << 20, 1), EventFormat.Ecs);
        var outcome = await sink.SendAsync(Told.Many(1), CancellationToken.None);
        Assert.Equal(SinkResult.Later, outcome.Result);
        Assert.Contains("space", outcome.Says, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task FolderThatIsGone_IsTriedAgain()
    {
        await using var sink = new FileSink(new EventFileConfig(_folder.At("none/events.jsonl"), 1 << 20, 1), EventFormat.Ecs);
        Assert.Equal(SinkResult.Later, (await sink.SendAsync(Told.Many(1), CancellationToken.None)).Result);
        Directory.CreateDirectory(_folder.At("none"));
        Assert.Equal(SinkResult.Taken, (await sink.SendAsync(Told.Many(1), CancellationToken.None)).Result);
    }

    private FileSink Sink(long max = 1 << 20, int keep = 1) => new(new EventFileConfig(Path, max, keep), EventFormat.Ecs);

    private static string[] Ids(string path) => [.. File.ReadLines(path).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("event").GetProperty("id").GetString()!)];
}
