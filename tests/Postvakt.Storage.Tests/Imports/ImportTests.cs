using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.LockDowns;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Signals;
using Postvakt.Storage.Imports;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Tests.Contracts;
using Postvakt.Storage.Tests.Postgres;
using Postvakt.Storage.Vaults;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Imports;

/// <summary>A single server's store that a shared one takes over.</summary>
public sealed class ImportTests(PostgresServer server) : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly TemporaryFolder _folder = new();
    private readonly PostgresOptions _options = server.Options();

    private string Path => _folder.File("memory.db");

    private FileVault Files => new(_folder.File("held"), StoreKeys.Sealing);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SharedStore_AnswersAsTheOldOneDid()
    {
        Fill();
        using var store = OpenShared();
        var result = store.Import(Path, Files, StoreKeys.Fingerprint, StoreKeys.Sealing);
        Assert.Equal((60, 20, 10, 1), (result.Messages, result.Records, result.Held, result.Missing));
        using var old = OpenOld();
        using var shared = store.OpenLedger();
        foreach (var ask in (Func<ILedger, object?>[])
        [
            .. Enumerable.Range(0, 20).Select(n => (Func<ILedger, object?>)(l => l.FindRecord($"r{n}"))), .. Enumerable.Range(0, 20).Select(n => (Func<ILedger, object?>)(l => l.FindHeld($"r{n}"))),
            .. Enumerable.Range(0, 40).Select(n => (Func<ILedger, object?>)(l => Recalled(l, n))),
            l => l.Feeds(), l => l.ReadFeed("circle", FeedPlace.Start, 100), l => l.LockDowns(), l => l.Register("exception"), l => l.RegisteredUnder("exception", "odd", "", 10).Select(e => e.Id), l => l.ReadAudit("local", 0, 100), l => l.RecordsOf(77, Start - Hour, 10),
            l => l.RecordsWith(new Indicator("host", "evil.example"), 100).Order(), l => l.RecordsInCampaign("links /a/N", 0, 100).Found, l => l.Count(), l => l.SearchHeld(new HeldQuery()),
            l => l.Take("notify", Start + TimeSpan.FromDays(1), Hour, 100).Select(j => (j.Job.Subject, j.Job.Payload)).Order().Select(j => j.ToString()),
        ]) Assert.Equal(Told(ask(old)), Told(ask(shared)));
        Assert.Equal(0, AuditChain.FirstBroken("default", null, shared.ReadAudit("local", 0, 100)));
        using (var content = store.OpenVault(StoreKeys.Sealing).Open("r1")!)
        using (var reader = new StreamReader(content)) Assert.Equal("mail 1", reader.ReadToEnd());
        // Life goes on: new rows get new numbers, and what waited is still learned.
        shared.Record(Entry(99, 10 * Hour), Plain(99, 10 * Hour), out var row);
        Assert.True(row > result.Messages);
        Assert.NotNull(shared.FindRecord("r99"));
        shared.Accounts.Expire(Start + TimeSpan.FromDays(3));
        Assert.NotNull(shared.Memory.Recall(Ask(author: "quiet@y.example")).Author);
    }

    [Fact]
    public void StoreWithSomethingInIt_OtherKey_OtherOrganisation_AndNoStore_AreRefused()
    {
        using var store = OpenShared();
        Assert.Contains("missing", Assert.Throws<StoreException>(() => store.Import(Path, Files, StoreKeys.Fingerprint, StoreKeys.Sealing)).Message, StringComparison.Ordinal);
        Fill();
        Assert.Throws<StoreException>(() => store.Import(Path, Files, StoreKeys.Other, StoreKeys.Sealing));
        using (var another = OpenShared(_options with { Org = "another" }))
            Assert.Contains("'another'", Assert.Throws<StoreException>(() => another.Import(Path, Files, StoreKeys.Fingerprint, StoreKeys.Sealing)).Message, StringComparison.Ordinal);
        store.Import(Path, Files, StoreKeys.Fingerprint, StoreKeys.Sealing);
        Assert.Contains("already holds", Assert.Throws<StoreException>(() => store.Import(Path, Files, StoreKeys.Fingerprint, StoreKeys.Sealing)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ImportThatIsBrokenOff_LeavesNoRow_AndIsBegunAgain()
    {
        Fill();
        using var store = OpenShared();
        using (var file = new SqliteConnection($"Data Source={Path};Pooling=false"))
        {
            file.Open();
            using var command = file.CreateCommand();
            // The last of all tables cannot be read.
            command.CommandText = "ALTER TABLE register_key RENAME TO hidden";
            command.ExecuteNonQuery();
            Assert.Throws<SqliteException>(() => store.Import(Path, Files, StoreKeys.Fingerprint, StoreKeys.Sealing));
            Assert.Equal(0, Count("message") + Count("record") + Count("audit"));
            command.CommandText = "ALTER TABLE hidden RENAME TO register_key";
            command.ExecuteNonQuery();
        }
        Assert.Equal(20, store.Import(Path, Files, StoreKeys.Fingerprint, StoreKeys.Sealing).Records);
    }

    [Fact]
    public void EveryTable_IsTakenOver()
    {
        OpenOld().Dispose();
        using var file = new SqliteConnection($"Data Source={Path};Pooling=false");
        file.Open();
        using var ask = file.CreateCommand();
        ask.CommandText = "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('meta','org','print_waiting') ORDER BY name";
        using var rows = ask.ExecuteReader();
        var all = new List<string>();
        while (rows.Read()) all.Add(rows.GetString(0));
        Assert.Equal(all, ImportTables.All(LedgerOptions.Default).Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>Something in every table.</summary>
    private void Fill()
    {
        using var ledger = OpenOld();
        var memory = ledger.Memory;
        for (var n = 0; n < 40; n++)
            memory.Remember(Live(Ask(n * Hour / 10, id: n, subject: n % 7, author: $"a{n % 5}@x.example", name: 70 + (n % 5), recipients: ["b@x.example", "c@y.example"], hosts: [$"h{n % 3}.example"], signals: [n % 4]),
                n % 9 == 8 ? Standing.Bad : Standing.Trusted, prints: [n, n + 1, n + 2], habits: [(HabitKind.Client, n % 3), (HabitKind.Host, n % 3)], replies: n % 2, label: n % 6 == 0 ? $"r{n}" : null));
        for (var n = 0; n < 20; n++)
        {
            ledger.Record((n % 2 == 1 ? Malicious(n, n * Hour / 4) : Entry(n, n * Hour / 4)) with { Terms = [77, n] }, n == 4 ? Live(Ask(n * Hour / 4, id: 1_000 + n, author: "quiet@y.example"), Standing.Quiet) : Plain(n, n * Hour / 4), out _);
            if (n % 2 == 1 && n != 3) Files.Put($"r{n}", new MemoryStream(System.Text.Encoding.ASCII.GetBytes($"mail {n}")));
        }
        ledger.Revise(["r2"], Verdict.Suspicious, "r3");
        ledger.Commit();
        AuditEvent What(string action) => AuditEvent.Of(Start, Actor.System("a test"), action, "x", "because \0", AuditEvent.Done);
        ledger.Decide(new Decision(What("grant-exception")) { Register = [new RegisterChange("exception", "a", "{\"x\":1}", 0) { Keys = ["odd", "all"] }, new RegisterChange("exception", "b", "{}", 0) { Keys = ["all"] }] }, Start);
        ledger.Decide(new Decision(What("lock")) { LockDown = new LockDown("l1", LockDownScope.Group, "Straße", "a test", "ann", Start, null) }, Start);
        ledger.Decide(new Decision(What("checkpoint")), Start);
        ledger.PutFeed("circle", [.. Enumerable.Range(0, 3).Select(n => new FeedIndicator(new Indicator("host", $"f{n}.example"), new Guid(n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 60 + n, Start, Start + TimeSpan.FromDays(9), Start, n == 2 ? FeedStanding.UsedHere : FeedStanding.Matched))], 100, Start);
    }

    private static object?[] Recalled(ILedger ledger, int n)
    {
        var known = ledger.Memory.Recall(Ask(10 * Hour, id: n, parents: [n - 1], subject: n % 7, quotes: [[n, n + 1], [n + 2]], author: $"a{n % 5}@x.example", name: 70 + (n % 5), recipients: ["b@x.example"], hosts: [$"h{n % 3}.example"], signals: [n % 4]));
        return [known, ledger.Memory.Timeline(known.Self?.Conversation ?? 0)];
    }

    private static string Told(object? what) => JsonSerializer.Serialize(what);

    private SqliteLedger OpenOld() => new(new SqliteMemory(Path, StoreKeys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);

    private PostgresStore OpenShared(PostgresOptions? options = null) => new(options ?? _options, StoreKeys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, new FixedClock(Start));

    private long Count(string table)
    {
        using var connection = new NpgsqlConnection(_options.ConnectionString + ";Pooling=false");
        connection.Open();
        using var count = new NpgsqlCommand($"SELECT COUNT(*) FROM {_options.Schema}.{table}", connection);
        return (long)count.ExecuteScalar()!;
    }
}
