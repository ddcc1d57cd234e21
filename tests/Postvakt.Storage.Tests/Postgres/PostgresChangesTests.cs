using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Tests.Contracts;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Postgres;

/// <summary>What one node changes, and another one hears of.</summary>
public sealed class PostgresChangesTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(1);
    private readonly PostgresOptions _options = server.Options();
    private PostgresStore? _one, _other;
    private PostgresLedger? _changing, _asking;
    private PostgresChanges? _changes;

    public ValueTask InitializeAsync()
    {
        (_one, _other) = (Open(), Open());
        (_changing, _asking, _changes) = (_one.OpenLedger(), _other.OpenLedger(), _other.OpenChanges());
        _asking.ChangesOf(["exception"]);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _changes!.DisposeAsync();
        _changing!.Dispose();
        _asking!.Dispose();
        _one!.Dispose();
        _other!.Dispose();
    }

    [Fact]
    public async Task Change_OfAnotherNode_IsSignalled_AndThenCounted()
    {
        await HeardAsync();
        for (var n = 1; n <= 5; n++)
        {
            Change($"x{n}");
            await HeardAsync();
            Assert.Equal([n], _asking!.ChangesOf(["exception"]));
        }
    }

    [Fact]
    public async Task ConnectionThatIsCut_IsMadeAnew_AndSignals()
    {
        await HeardAsync();
        Assert.False(await _changes!.WaitAsync(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken));
        server.Execute($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query='LISTEN {_options.Schema}_changed'");
        // Whether it is signalled while nobody listens or after: it is counted when the signal comes.
        Change("x1");
        await HeardAsync();
        Assert.Equal([1], _asking!.ChangesOf(["exception"]));
        Change("x2");
        while (_asking!.ChangesOf(["exception"])[0] < 2) await HeardAsync();
    }

    private PostgresStore Open() => new(_options, StoreKeys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, TimeProvider.System);

    private void Change(string id) => Assert.Equal(DecisionOutcome.Done, _changing!.Decide(new Decision(AuditEvent.Of(Start, Actor.System("a test"), "change", id, "", AuditEvent.Done)) { Register = [new RegisterChange("exception", id, "{}", 0)] }, Start));

    private async Task HeardAsync() => Assert.True(await _changes!.WaitAsync(Never, TestContext.Current.CancellationToken));
}
