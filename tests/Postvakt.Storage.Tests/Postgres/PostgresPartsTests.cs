using Npgsql;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Tests.Contracts;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Postgres;

/// <summary>Tables that are cut by time: rows stand in the part of their time, and parts go when it is over.</summary>
public sealed class PostgresPartsTests(PostgresServer server)
{
    private readonly PostgresOptions _options = server.Options();
    private readonly FixedClock _clock = new(Start);

    [Fact]
    public void Rows_StandInThePartOfTheirTime_AndGoWithIt()
    {
        using var store = Open();
        using var ledger = store.OpenLedger();
        ledger.Record(Entry(1), Plain(1), out _);
        ledger.Record(Malicious(2), Plain(2), out _);
        Assert.Equal(0, Count("record_rest") + Count("message_rest") + Count("finding_rest"));
        var parts = Parts("record");
        Assert.Equal(2, Count("record"));
        // Clean mail after 30 days, suspicious mail after 90; each part is dropped with its last row.
        var gone = ledger.ExpireRecords(Start + TimeSpan.FromDays(41));
        Assert.Equal(1, Count("record"));
        Assert.Equal(1, gone.Held);
        Assert.NotNull(ledger.FindRecord("r2"));
        Assert.DoesNotContain(parts[0], Parts("record"));
        ledger.ExpireRecords(Start + TimeSpan.FromDays(101));
        Assert.Equal(0, Count("record") + Count("finding") + Count("indicator"));
    }

    [Fact]
    public void EveryKey_BeginsWithTheOrganisation_SoThatItsRowsCanStandTogetherElsewhere()
    {
        Open().Dispose();
        using var connection = new NpgsqlConnection(_options.ConnectionString + ";Pooling=false");
        connection.Open();
        using var ask = new NpgsqlCommand($"""
            SELECT c.relname, coalesce((SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid=c.oid AND a.attnum=i.indkey[0] WHERE i.indrelid=c.oid AND i.indisprimary), 'none')
            FROM pg_class c WHERE c.relnamespace='{_options.Schema}'::regnamespace AND c.relkind IN ('r','p') AND NOT c.relispartition
            """, connection);
        using var rows = ask.ExecuteReader();
        var other = new List<string>();
        while (rows.Read()) if (rows.GetString(1) != "org") other.Add(rows.GetString(0));
        // What is the same for all organisations.
        Assert.Equal(["cut", "meta", "org"], other.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void RowsThatCameBeforeTheirPart_AreMovedIntoIt()
    {
        using var store = Open();
        using var ledger = store.OpenLedger();
        var later = TimeSpan.FromDays(75);
        ledger.Record(Entry(1, later), Plain(1, later), out _);
        Assert.Equal(1, Count("record_rest"));
        ledger.ExpireRecords(Start + later);
        Assert.Equal(0, Count("record_rest"));
        Assert.NotNull(ledger.FindRecord("r1"));
        // Made again, nothing happens.
        ledger.ExpireRecords(Start + later);
        Assert.Equal(1, Count("record"));
    }

    [Fact]
    public void NotLearnedYet_Stays()
    {
        using var store = Open();
        using var ledger = store.OpenLedger();
        ledger.Record(Entry(1), Plain(1), out _);
        Assert.Equal(1, Count("lesson"));
        server.Execute($"SET search_path TO {_options.Schema}; SELECT drop_parts(1, 'lesson', {(Start + TimeSpan.FromDays(300)).ToUnixTimeSeconds()})");
        Assert.Equal(1, Count("lesson"));
    }

    private PostgresStore Open() => new(_options, StoreKeys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, _clock);

    private long Count(string table) => (long)Scalar($"SELECT count(*) FROM {_options.Schema}.{table}");

    private string[] Parts(string table) => (string[])Scalar($"SET search_path TO {_options.Schema}; SELECT array_agg(part ORDER BY since) FROM parts_of('{table}') WHERE since IS NOT NULL");

    private object Scalar(string sql)
    {
        using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar()!;
    }
}
