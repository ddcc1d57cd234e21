using Npgsql;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Storage.Migrations;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Tests.Contracts;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Postgres;

/// <summary>A newer program that begins to work with a store while nodes of this one go on.</summary>
public sealed class PostgresUpgradeTests(PostgresServer server)
{
    private static readonly SchemaStep Added = new(PostgresSchema.Version + 1, "add a table") { Sql = "CREATE TABLE later(n int)", Beside = true };
    private static readonly SchemaStep Changed = new(PostgresSchema.Version + 2, "rename a column") { Sql = "ALTER TABLE later RENAME n TO m" };
    private readonly PostgresOptions _options = server.Options();

    [Fact]
    public void Step_ThatOnlyAdds_LeavesOlderNodesAtWork_AndNewOnesOfThemMayCome()
    {
        using var old = Open();
        using var ledger = old.OpenLedger();
        Assert.Null(ledger.Record(Entry(1), Plain(1), out _));
        Migrate(Added);
        Assert.Null(ledger.Record(Entry(2), Plain(2), out _));
        using var another = Open();
        using var second = another.OpenLedger();
        Assert.NotNull(second.FindRecord("r2"));
        Assert.Empty(PostgresStore.Pending(_options));
    }

    [Fact]
    public void Step_ThatOlderNodesCannotWorkWith_WaitsUntilTheyAreStopped_AndThenTheyAreRefused()
    {
        var old = Open();
        var ledger = old.OpenLedger();
        Assert.Null(ledger.Record(Entry(1), Plain(1), out _));
        var refused = Assert.Throws<StoreException>(() => Migrate(Added, Changed));
        Assert.Contains("stop all of them first", refused.Message, StringComparison.Ordinal);
        Assert.Null(ledger.Record(Entry(2), Plain(2), out _));
        ledger.Dispose();
        old.Dispose();
        Migrate(Added, Changed);
        Assert.Contains("newer", Assert.Throws<StoreException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Node_WhoseConnectionsWereCutMeanwhile_DefersInsteadOfWorkingWithWhatItDoesNotKnow()
    {
        using var old = Open();
        using var ledger = old.OpenLedger();
        Assert.Null(ledger.Record(Entry(1), Plain(1), out _));
        // Until it has let go of all of them: who was cut may come back at once.
        for (var left = 100; ; left--)
        {
            Cut();
            try
            {
                Migrate(Added, Changed);
                break;
            }
            catch (StoreException) when (left > 0)
            {
            }
        }
        var refused = Assert.Throws<StoreException>(() => Twice(() => ledger.Record(Entry(2), Plain(2), out _)));
        Assert.Contains("newer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DryRun_SaysWhichStepsNodesAreStoppedFor()
    {
        Assert.DoesNotContain(PostgresStore.Pending(_options), s => s.Told.Contains("stop", StringComparison.Ordinal));
        using var connection = new NpgsqlConnection(_options.ConnectionString + ";Pooling=false");
        connection.Open();
        PostgresSchema.Migrate(connection, _options.Schema, [.. PostgresSchema.Steps.Take(7)]);
        Assert.Equal(["cut what grows with mail by time, and count changes of the register (stop all nodes first)", "keep what feeds give, and count the mails with it"], PostgresStore.Pending(_options).Select(s => s.Told));
    }

    private PostgresStore Open() => new(_options, StoreKeys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, TimeProvider.System);

    /// <summary>As a newer program does when it opens the store.</summary>
    private void Migrate(params SchemaStep[] more)
    {
        using var connection = new NpgsqlConnection(_options.ConnectionString + $";Pooling=false;Search Path={_options.Schema}");
        connection.Open();
        PostgresSchema.Migrate(connection, _options.Schema, [.. PostgresSchema.Steps, .. more]);
    }

    private void Cut() => server.Execute($"SELECT pg_terminate_backend(l.pid, 5000) FROM pg_locks l WHERE l.locktype='advisory' AND l.objid::bigint=hashtext('{_options.Schema}:nodes')::bigint & 4294967295");

    /// <summary>The first question finds that the connection is gone.</summary>
    private static void Twice(Action ask)
    {
        try
        {
            ask();
        }
        catch (StoreException lost) when (lost.Message.Contains("lost", StringComparison.Ordinal) || lost.Message.Contains("57P01", StringComparison.Ordinal))
        {
            ask();
        }
    }
}
