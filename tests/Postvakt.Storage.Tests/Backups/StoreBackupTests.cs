using System.Text;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Storage.Backups;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Tests.Contracts;
using Postvakt.Storage.Vaults;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Backups;

public sealed class StoreBackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;
    private readonly string _backup;
    private readonly string _restored;

    public StoreBackupTests()
    {
        (_data, _backup, _restored) = (_folder.File("data"), _folder.File("backup"), _folder.File("restored"));
        using var ledger = Open(_data);
        var vault = new FileVault(Path.Combine(_data, "held"), StoreKeys.Sealing);
        for (var i = 1; i <= 3; i++)
        {
            vault.Put($"r{i}", new MemoryStream(Encoding.ASCII.GetBytes($"mail {i}")));
            ledger.Record(Malicious(i), Plain(i), out _);
        }
        ledger.Commit();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Backup_Restored_GoesOnWorking()
    {
        var written = StoreBackup.Write(_data, _backup, new FixedClock(Start));
        Assert.Equal((4, StoreKeys.Fingerprint.Id), (written.Files, written.KeyId));
        Assert.Contains("key ring", written.Notice, StringComparison.Ordinal);
        Assert.Equal(written, StoreBackup.Restore(_backup, _restored));
        using var ledger = Open(_restored);
        Assert.Equal("r2", ledger.Record(Entry(9) with { RepeatKey = Malicious(2).RepeatKey }, Plain(9), out _)!.Id);
        Assert.Equal(QuarantineState.Held, ledger.FindHeld("r3")!.State);
        Assert.NotNull(ledger.Memory.Recall(Ask(id: 1_001)).Self);
        Assert.Null(ledger.Record(Entry(10), Plain(10), out _));
        ledger.Commit();
        using var mail = new StreamReader(new FileVault(Path.Combine(_restored, "held"), StoreKeys.Sealing).Open("r3")!);
        Assert.Equal("mail 3", mail.ReadToEnd());
    }

    [Fact]
    public void Backup_WhileInUse_HoldsWhatWasCommitted()
    {
        using (var ledger = Open(_data))
        {
            ledger.Record(Malicious(4), Plain(4), out _);
            ledger.Commit();
            ledger.Record(Malicious(5), Plain(5), out _);
            File.WriteAllText(Path.Combine(_data, "held", "r6.x.part"), "unfinished");
            StoreBackup.Write(_data, _backup, new FixedClock(Start));
            ledger.Commit();
        }
        Assert.DoesNotContain(Directory.EnumerateFiles(_backup, "*", SearchOption.AllDirectories), f => f.EndsWith(".part", StringComparison.Ordinal));
        StoreBackup.Restore(_backup, _restored);
        using var restored = Open(_restored);
        Assert.NotNull(restored.FindRecord("r4"));
        Assert.Null(restored.FindRecord("r5"));
    }

    [Fact]
    public void Backup_HoldsNoKeyAndNoText()
    {
        StoreBackup.Write(_data, _backup, new FixedClock(Start));
        Assert.Equal(["held/r1", "held/r2", "held/r3", "manifest.json", "memory.db"],
            Directory.EnumerateFiles(_backup, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_backup, f)).Order(StringComparer.Ordinal));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_backup, "held")))
            Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf("mail "u8));
    }

    [Theory]
    [InlineData("memory.db")]
    [InlineData("held/r2")]
    public void DamagedBackup_IsRefused_AndNothingRestored(string name)
    {
        StoreBackup.Write(_data, _backup, new FixedClock(Start));
        var path = Path.Combine(_backup, name);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("damaged", Assert.Throws<StoreException>(() => StoreBackup.Restore(_backup, _restored)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_restored));
        File.Delete(path);
        Assert.Contains("missing", Assert.Throws<StoreException>(() => StoreBackup.Restore(_backup, _restored)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"form\": 1", "\"form\": 2", "newer")]
    [InlineData("\"schema\": 10", "\"schema\": 11", "newer")]
    [InlineData("held/r1", "held/../../r1", "no backup has")]
    [InlineData("held/r1", "/etc/hostname", "no backup has")]
    [InlineData("held/r1", "held/.r1", "no backup has")]
    [InlineData("\"files\"", "\"other\"", "cannot be read")]
    [InlineData("{", "[", "cannot be read")]
    public void ChangedManifest_IsRefused(string from, string to, string says)
    {
        StoreBackup.Write(_data, _backup, new FixedClock(Start));
        var path = Path.Combine(_backup, "manifest.json");
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
        Assert.Contains(says, Assert.Throws<StoreException>(() => StoreBackup.Restore(_backup, _restored)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_restored));
    }

    [Fact]
    public void UnfinishedBackup_IsRefused()
    {
        StoreBackup.Write(_data, _backup, new FixedClock(Start));
        File.Delete(Path.Combine(_backup, "manifest.json"));
        Assert.Contains("no finished backup", Assert.Throws<StoreException>(() => StoreBackup.Restore(_backup, _restored)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FolderThatIsNotEmpty_IsRefused_BothWays()
    {
        StoreBackup.Write(_data, _backup, new FixedClock(Start));
        Assert.Contains("not empty", Assert.Throws<StoreException>(() => StoreBackup.Write(_data, _backup, new FixedClock(Start))).Message, StringComparison.Ordinal);
        Assert.Contains("not empty", Assert.Throws<StoreException>(() => StoreBackup.Restore(_backup, _data)).Message, StringComparison.Ordinal);
        Assert.Contains("nothing to back up", Assert.Throws<StoreException>(() => StoreBackup.Write(_restored, _folder.File("x"), new FixedClock(Start))).Message, StringComparison.Ordinal);
    }

    private static SqliteLedger Open(string data)
    {
        Directory.CreateDirectory(data);
        return new SqliteLedger(new SqliteMemory(Path.Combine(data, "memory.db"), StoreKeys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);
    }
}
