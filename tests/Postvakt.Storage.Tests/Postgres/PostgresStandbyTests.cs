using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Tests.Contracts;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Postgres;

/// <summary>A primary, a synchronous standby, and what is promised while one of them is gone.</summary>
public sealed class PostgresStandbyTests : IDisposable
{
    private readonly PostgresServer _primary = new();
    private readonly PostgresServer _standby;

    public PostgresStandbyTests() => _standby = _primary.Standby();

    public void Dispose()
    {
        _standby.Dispose();
        _primary.Dispose();
    }

    [Fact]
    public async Task Commit_WhoseWaitForTheStandbyIsCancelled_IsAnError()
    {
        using var store = Open(_primary.ConnectionString);
        using var ledger = store.OpenLedger();
        _standby.Stop();
        var cancelled = Task.Run(() => Assert.Throws<StoreException>(() => ledger.Record(Entry(1), Plain(1), out _)), TestContext.Current.CancellationToken);
        while (!cancelled.IsCompleted)
        {
            _primary.Execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event='SyncRep'");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Contains("no standby", (await cancelled).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promoted_Standby_HasEverythingThatWasAnswered_AndIsFound()
    {
        using var store = Open(_primary.WithStandby(_standby));
        using var ledger = store.OpenLedger();
        for (var i = 0; i < 20; i++) ledger.Record(Entry(i), Plain(i), out _);
        _primary.Stop();
        Assert.Throws<StoreException>(() => ledger.FindRecord("r0"));
        _standby.Promote();
        for (var i = 0; i < 20; i++) Assert.NotNull(await PatientlyAsync(() => ledger.FindRecord($"r{i}")));
        ledger.Record(Entry(99), Plain(99), out _);
        Assert.NotNull(ledger.FindRecord("r99"));
    }

    private static PostgresStore Open(string connection) => new(
        new PostgresOptions { ConnectionString = connection, Schema = "standby" }, StoreKeys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, TimeProvider.System);

    private static async Task<T> PatientlyAsync<T>(Func<T> ask)
    {
        for (var left = 100; ; left--)
        {
            try
            {
                return ask();
            }
            catch (StoreException) when (left > 0)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }
}
