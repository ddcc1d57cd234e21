using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Tests.Contracts;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Sqlite;

public sealed class SqliteCheckpointsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatWasCommitted_ComesIntoTheFile_WhileTheLedgerIsOpen()
    {
        var path = _folder.File("memory.db");
        using var memory = new SqliteMemory(path, StoreKeys.Fingerprint, MemoryOptions.Default);
        using var ledger = new SqliteLedger(memory, LedgerOptions.Default);
        using var checkpoints = new SqliteCheckpoints(path);
        var before = new FileInfo(path).Length;
        for (var i = 0; i < 500; i++) ledger.Record(Entry(i), Plain(i), out _);
        ledger.Commit();
        while (new FileInfo(path).Length <= before + 100_000) await Task.Delay(50, TestContext.Current.CancellationToken);
        ledger.Record(Entry(1_000), Plain(1_000), out _);
        ledger.Commit();
        Assert.NotNull(ledger.FindRecord("r1000"));
    }

    [Fact]
    public void FileThatIsNoStore_IsRefused()
    {
        var path = _folder.File("memory.db");
        Assert.Throws<StoreException>(() => new SqliteCheckpoints(path));
        File.WriteAllText(path, "not a database, but long enough to look like one might");
        Assert.Throws<StoreException>(() => new SqliteCheckpoints(path));
    }
}
