using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Installations;

public sealed class StoreTroubleTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Memory_OfNewerVersion_IsRefusedAndUntouched()
    {
        await LearnSomeAsync();
        Pragma("user_version=99");
        var before = SHA256.HashData(File.ReadAllBytes(_place.MemoryPath));
        var outcome = (await _place.ScanAsync(_place.Write("1.eml", Mails.Plain(1)))).WithoutCrash();
        Assert.Equal(2, outcome.Status);
        Assert.Contains(_place.MemoryPath + " was written by a newer Postvakt", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, SHA256.HashData(File.ReadAllBytes(_place.MemoryPath)));
        Assert.Equal(2, (await _place.RunAsync("doctor")).Status);
    }

    [Fact]
    public async Task Memory_OfGarbage_IsRefusedWithItsPath()
    {
        await LearnSomeAsync();
        File.WriteAllText(_place.MemoryPath, new string('x', 9000));
        var outcome = (await _place.ScanAsync(_place.Write("1.eml", Mails.Plain(1)))).WithoutCrash();
        Assert.Equal(2, outcome.Status);
        Assert.Contains(_place.MemoryPath, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyRing_Lost_IsRefusedWithItsPath()
    {
        await LearnSomeAsync();
        File.Delete(_place.Data + ".keys");
        var outcome = (await _place.ScanAsync(_place.Write("1.eml", Mails.Plain(1)))).WithoutCrash();
        Assert.Equal(2, outcome.Status);
        Assert.Contains(_place.Data + ".keys: the key ring is missing", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_place.Data + ".keys"));
    }

    [Fact]
    public async Task SecondProcess_WaitsFiveSecondsAndGivesUp()
    {
        var mail = _place.Write("1.eml", Mails.Plain(1));
        using var first = Launcher.Begin(_place.Folder, "learn", "-", "--data", _place.Data);
        await first.UntilAsync(() => File.Exists(_place.MemoryPath));
        var second = (await _place.ScanAsync(mail)).WithoutCrash();
        Assert.Equal(2, second.Status);
        Assert.InRange(second.Elapsed.TotalSeconds, 5, 30);
        Assert.Contains(_place.Data + ": another Postvakt uses this data directory", second.Error, StringComparison.Ordinal);
        await first.FeedAsync(Mails.Bytes(Mails.Plain(7)));
        Assert.Equal(0, (await first.EndAsync()).Status);
        Assert.Equal(1, await _place.RememberedAsync());
    }

    /// <summary>
    /// A file-size limit stands for a full disk: both refuse the next byte. It comes with a signal that would kill silently. The runtime keeps
    /// its own code in a large shared file, which the limit forbids, unless told not to.
    /// </summary>
    [Fact]
    public async Task Learn_OnFullDisk_SaysSoAndKeepsTheStoreWhole()
    {
        await LearnSomeAsync();
        var outcome = (await Launcher.ShellAsync(_place.Folder, "ulimit -f 200; export DOTNET_EnableWriteXorExecute=0; exec \"$@\"", "learn", Mails.SampleHistory(), _place.Write("many.mbox", Mails.Mbox(3_000)), "--data", _place.Data)).WithoutCrash();
        Assert.Equal(2, outcome.Status);
        Assert.Contains(_place.MemoryPath, outcome.Error, StringComparison.Ordinal);
        Assert.Contains("disk", outcome.Error, StringComparison.Ordinal);
        Assert.True(await _place.RememberedAsync() >= 20);
        Assert.Equal("ok", Pragma("quick_check"));
    }

    /// <summary>The real thing, where this account may mount.</summary>
    [Fact]
    public async Task Learn_OnFullFileSystem_SaysSoAndKeepsTheStoreWhole()
    {
        Directory.CreateDirectory(_place.Data);
        if (!await Shell("mount -t tmpfs -o size=600k none \"$1\" 2>/dev/null")) Assert.Skip("this account may not mount");
        try
        {
            await LearnSomeAsync();
            var outcome = (await _place.RunAsync("learn", Mails.SampleHistory(), _place.Write("many.mbox", Mails.Mbox(3_000)))).WithoutCrash();
            Assert.Equal(2, outcome.Status);
            Assert.Contains(_place.MemoryPath, outcome.Error, StringComparison.Ordinal);
            Assert.Contains("disk is full", outcome.Error, StringComparison.Ordinal);
            Assert.True(await Shell("mount -o remount,size=60m \"$1\""));
            Assert.True(await _place.RememberedAsync() >= 20);
            Assert.Equal("ok", Pragma("quick_check"));
        }
        finally
        {
            await Shell("umount \"$1\"");
        }
    }

    [Fact]
    public async Task Output_ToFullDevice_IsTroubleWithSentence()
    {
        var mail = _place.Write("1.mbox", Mails.Mbox(3));
        var outcome = (await Launcher.ShellAsync(_place.Folder, "exec \"$@\" > /dev/full", "scan", mail, "--format", "json", "--data", _place.Data)).WithoutCrash();
        Assert.Equal(2, outcome.Status);
        Assert.StartsWith("postvakt: ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_ToMissingFolder_IsTroubleWithSentence()
    {
        var outcome = (await _place.ScanAsync(_place.Write("1.eml", Mails.Plain(1)), "--output", _place.At("gone/out.jsonl"))).WithoutCrash();
        Assert.Equal(2, outcome.Status);
        Assert.Contains(_place.At("gone/out.jsonl"), outcome.Error, StringComparison.Ordinal);
    }

    private async Task LearnSomeAsync()
    {
        Assert.Equal(0, (await _place.RunAsync("learn", _place.Write("some.mbox", Mails.Mbox(20)))).Status);
    }

    private string? Pragma(string text)
    {
        using var connection = new SqliteConnection($"Data Source={_place.MemoryPath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA " + text;
        return command.ExecuteScalar() as string;
    }

    private async Task<bool> Shell(string script)
    {
        using var process = System.Diagnostics.Process.Start("bash", ["-c", script, "bash", _place.Data]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0;
    }
}
