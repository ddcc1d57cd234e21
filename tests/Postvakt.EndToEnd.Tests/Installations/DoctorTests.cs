using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Installations;

public sealed class DoctorTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Doctor_WithoutInstallation_SaysHowToMakeOneAndMakesNone()
    {
        var outcome = (await _place.RunAsync("doctor")).WithoutCrash();
        Assert.Equal(2, outcome.Status);
        Assert.Contains("postvakt learn PATH", outcome.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_place.Folder));
    }

    [Fact]
    public async Task Doctor_OnDeepMemory_IsWellAndChangesNothing()
    {
        Assert.Equal(0, (await _place.RunAsync("learn", _place.Write("many.mbox", Mails.Mbox(600)))).Status);
        Assert.Equal(0, (await _place.RunAsync("keys", "copy", Path.Combine(_place.Folder, "keys.copy"))).Status);
        var before = Listing();
        var outcome = (await _place.RunAsync("doctor", "--format", "json")).WithoutCrash();
        Assert.Equal(0, outcome.Status);
        var report = Assert.Single(outcome.Lines);
        Assert.Equal("ok", report.GetProperty("state").GetString());
        Assert.Equal(_place.Data, report.GetProperty("data").GetString());
        Assert.Contains(report.GetProperty("checks").EnumerateArray(), c => c.GetProperty("name").GetString() == "mode"
            && c.GetProperty("sentence").GetString()!.Contains("observe: ", StringComparison.Ordinal));
        Assert.Equal(before, Listing());
    }

    [Fact]
    public async Task Doctor_OnKeyRingNeverCopied_WarnsUntilItIs()
    {
        Assert.Equal(0, (await _place.RunAsync("learn", _place.Write("many.mbox", Mails.Mbox(600)))).Status);
        Assert.Contains("keys copy FILE", (await _place.RunAsync("doctor")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _place.RunAsync("keys", "copy", Path.Combine(_place.Folder, "one"))).Status);
        Assert.Equal(0, (await _place.RunAsync("doctor")).Status);
        Assert.Equal(0, (await _place.RunAsync("keys", "rotate", "seal")).Status);
        Assert.Equal(1, (await _place.RunAsync("keys", "status")).Status);
        Assert.Equal(1, (await _place.RunAsync("doctor")).Status);
        Assert.Equal(2, (await _place.RunAsync("keys", "copy", Path.Combine(_place.Folder, "one"))).Status);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_place.Folder, "one")));
    }

    [Fact]
    public async Task Doctor_OnOpenKeyRing_WarnsAndSaysWhatMendsIt()
    {
        Assert.Equal(0, (await _place.RunAsync("learn", _place.Write("many.mbox", Mails.Mbox(600)))).Status);
        File.SetUnixFileMode(_place.Data + ".keys", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var outcome = (await _place.RunAsync("doctor")).WithoutCrash();
        Assert.Equal(1, outcome.Status);
        Assert.Contains("chmod 600 " + _place.Data + ".keys", outcome.Output, StringComparison.Ordinal);
    }

    private string[] Listing() => [.. new DirectoryInfo(_place.Folder).EnumerateFiles("*", SearchOption.AllDirectories)
        .Select(f => $"{f.FullName} {f.Length} {f.LastWriteTimeUtc:O}").Order()];
}
