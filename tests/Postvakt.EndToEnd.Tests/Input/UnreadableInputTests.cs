using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Input;

public sealed class UnreadableInputTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Scan_OfMissingPath_NamesItAndDoesTheRest() => await NamesItAndDoesTheRest(_place.At("gone.eml"), "no such file or folder");

    /// <summary>Root may read any file, so an unreadable one has to be one that the kernel refuses to read from its start.</summary>
    [Fact]
    public async Task Scan_OfUnreadableFile_NamesItAndDoesTheRest() => await NamesItAndDoesTheRest("/proc/self/mem", "cannot be read");

    [Fact]
    public async Task Scan_OfPicture_NamesItAndDoesTheRest()
    {
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1];
        await NamesItAndDoesTheRest(_place.Write("chart.png", png), "is not a mail");
    }

    [Fact]
    public async Task Scan_OfEmptyFile_NamesItAndDoesTheRest() => await NamesItAndDoesTheRest(_place.Write("empty.eml", ""), "is empty");

    [Fact]
    public async Task Scan_OfFolderWithStrays_NotesThemAndIsWell()
    {
        _place.Write("box/1.eml", Mails.Plain(1));
        var stray = _place.Write("box/2.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]);
        var empty = _place.Write("box/3.eml", "");
        _place.Write("box/4.eml", Mails.Plain(4));
        var outcome = (await _place.ScanAsync(_place.At("box"))).WithoutCrash();
        Assert.Equal(0, outcome.Status);
        Assert.Equal(2, outcome.Lines.Count);
        Assert.Contains(stray + ": is not a mail", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(empty + ": is empty", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_OfFolderWithPipe_DoesNotWaitForIt()
    {
        _place.Write("box/1.eml", Mails.Plain(1));
        using (var make = System.Diagnostics.Process.Start("mkfifo", [_place.At("box/0.eml")])) await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        var outcome = (await _place.ScanAsync(_place.At("box"))).WithoutCrash();
        Assert.Equal(0, outcome.Status);
        Assert.Single(outcome.Lines);
    }

    [Fact]
    public async Task Scan_OfMboxCutInMidLine_KeepsEveryMailAndSaysSo()
    {
        var mbox = Mails.Mbox(3);
        var path = _place.Write("cut.mbox", mbox[..^20]);
        var outcome = (await _place.ScanAsync(path)).WithoutCrash();
        Assert.Equal(3, outcome.Lines.Count);
        Assert.Contains(path + ": ends in the middle of a line", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_OfShellPipe_ReadsIt()
    {
        var path = _place.Write("one.eml", Mails.Plain(1));
        var outcome = (await Launcher.ShellAsync(_place.Folder, $"\"$@\" <(cat '{path}')", "scan", "--format", "json", "--data", _place.Data)).WithoutCrash();
        Assert.Equal(0, outcome.Status);
        Assert.Single(outcome.Lines);
    }

    [Fact]
    public async Task Scan_OfStandardInput_JudgesIt()
    {
        var outcome = (await Launcher.RunAsync(_place.Folder, Mails.Bytes(Mails.Mbox(3)), "scan", "-", "--format", "json", "--data", _place.Data)).WithoutCrash();
        Assert.Equal(0, outcome.Status);
        Assert.Equal([0, 1, 2], outcome.Lines.Select(l => l.GetProperty("index").GetInt32()));
        Assert.All(outcome.Lines, l => Assert.Equal("-", l.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task Scan_OfEmptyStandardInput_IsTrouble()
    {
        var outcome = (await _place.ScanAsync("-")).WithoutCrash();
        Assert.Equal(2, outcome.Status);
        Assert.Contains("standard input", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learn_WithBadFileAmongGood_LearnsTheGood()
    {
        var good = _place.Write("good.mbox", Mails.Mbox(5));
        var outcome = (await _place.RunAsync("learn", _place.At("gone"), good)).WithoutCrash();
        Assert.Equal(2, outcome.Status);
        Assert.Contains(_place.At("gone"), outcome.Error, StringComparison.Ordinal);
        Assert.Equal(5, await _place.RememberedAsync());
    }

    private async Task NamesItAndDoesTheRest(string bad, string sentence)
    {
        var before = _place.Write("before.eml", Mails.Plain(1));
        var after = _place.Write("after.eml", Mails.Plain(2));
        var outcome = (await _place.ScanAsync(before, bad, after)).WithoutCrash();
        Assert.Equal(2, outcome.Status);
        Assert.Contains($"postvakt: {bad}: {sentence}", outcome.Error, StringComparison.Ordinal);
        Assert.Equal([before, after], outcome.Lines.Select(l => l.GetProperty("path").GetString()));
    }
}
