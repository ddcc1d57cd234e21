using Microsoft.Data.Sqlite;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Tests.Contracts;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Sqlite;

public sealed class MigrationTests : IDisposable
{
    /// <summary>The first format, as it was: never changed with the product.</summary>
    private const string First = """
        CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE message(id INTEGER PRIMARY KEY, key INTEGER NOT NULL, conversation INTEGER NOT NULL, author INTEGER NOT NULL,
          at INTEGER NOT NULL, standing INTEGER NOT NULL, prints INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX message_key ON message(key);
        CREATE INDEX message_conversation ON message(conversation);
        CREATE TABLE print(print INTEGER NOT NULL, message INTEGER NOT NULL, PRIMARY KEY(print, message)) WITHOUT ROWID;
        CREATE TABLE conversation(id INTEGER PRIMARY KEY, subject INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
          messages INTEGER NOT NULL, replies INTEGER NOT NULL);
        CREATE INDEX conversation_subject ON conversation(subject);
        CREATE TABLE participant(conversation INTEGER NOT NULL, person INTEGER NOT NULL, wrote INTEGER NOT NULL,
          PRIMARY KEY(conversation, person)) WITHOUT ROWID;
        CREATE TABLE person(id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, messages INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);
        CREATE TABLE name(key INTEGER NOT NULL, person INTEGER NOT NULL, messages INTEGER NOT NULL, last INTEGER NOT NULL,
          PRIMARY KEY(key, person)) WITHOUT ROWID;
        CREATE TABLE habit(person INTEGER NOT NULL, kind INTEGER NOT NULL, value INTEGER NOT NULL, messages INTEGER NOT NULL, last INTEGER NOT NULL,
          PRIMARY KEY(person, kind, value)) WITHOUT ROWID;
        CREATE TABLE pair(sender INTEGER NOT NULL, recipient INTEGER NOT NULL, messages INTEGER NOT NULL, last INTEGER NOT NULL,
          PRIMARY KEY(sender, recipient)) WITHOUT ROWID;
        CREATE TABLE host(name TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, person INTEGER NOT NULL,
          messages INTEGER NOT NULL, people INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE domain(name TEXT PRIMARY KEY, messages INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE signal(key INTEGER NOT NULL, at INTEGER NOT NULL, message INTEGER NOT NULL, conversation INTEGER NOT NULL, person INTEGER NOT NULL,
          PRIMARY KEY(key, at, message)) WITHOUT ROWID;
        CREATE TABLE lesson(message INTEGER PRIMARY KEY, at INTEGER NOT NULL, applied INTEGER NOT NULL, data BLOB NOT NULL);
        CREATE TABLE label(message INTEGER PRIMARY KEY, at INTEGER NOT NULL, label TEXT NOT NULL);
        INSERT INTO meta VALUES('org','nordwind');
        PRAGMA user_version=1;
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FirstFormat_IsMigratedWithoutLoss()
    {
        var path = MakeFirst();
        Assert.Equal([2L, 3, 4, 5, 6, 7, 8, 9, 10], MemoryInspection.Pending(path).Select(s => s.Version));
        using var memory = new SqliteMemory(path, StoreKeys.Fingerprint, MemoryOptions.Default);
        using var ledger = new SqliteLedger(memory, LedgerOptions.Default);
        var known = memory.Recall(Ask(id: 11, author: "a@x.example", quotes: [[3]], hosts: ["h.example"]));
        Assert.Equal((5, 1, 1), (known.Author!.Messages, known.Quotes[0].Hits, known.Hosts["h.example"].People));
        Assert.Equal(Standing.Quiet, known.Self!.Value.Standing);
        // The organisation that the file was made for is the ledger's.
        ledger.Record(Entry(1, TimeSpan.FromHours(25)) with { Org = "nordwind" }, Plain(1, TimeSpan.FromHours(25)), out _);
        ledger.Commit();
        Assert.Equal(6, memory.Recall(Ask(author: "a@x.example")).Author!.Messages);
        Assert.Equal("nordwind", ledger.FindRecord("r1")!.Org);
        Assert.Empty(MemoryInspection.Pending(path));
    }

    [Fact]
    public void DryRun_ChangesNothing()
    {
        var path = MakeFirst();
        var before = File.ReadAllBytes(path);
        Assert.Equal([2L, 3, 4, 5, 6, 7, 8, 9, 10], MemoryInspection.Pending(path).Select(s => s.Version));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8, 9, 10], MemoryInspection.Pending(_folder.File("none.db")).Select(s => s.Version));
        Assert.False(File.Exists(_folder.File("none.db")));
    }

    [Fact]
    public void NewerFormat_IsRefusedAndUnchanged()
    {
        var path = MakeFirst();
        Execute(path, $"PRAGMA user_version={SqliteSchema.Version + 1}");
        Assert.Contains("newer", Assert.Throws<StoreException>(() => new SqliteMemory(path, StoreKeys.Fingerprint, MemoryOptions.Default)).Message, StringComparison.Ordinal);
        Assert.Contains("newer", Assert.Throws<StoreException>(() => MemoryInspection.Pending(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StepThatFails_LeavesTheFirstFormat()
    {
        var path = MakeFirst();
        // A table in the way of the step's last statements.
        Execute(path, "CREATE TABLE job(x)");
        Assert.Throws<StoreException>(() => new SqliteMemory(path, StoreKeys.Fingerprint, MemoryOptions.Default));
        Execute(path, "DROP TABLE job");
        Assert.Equal([2L, 3, 4, 5, 6, 7, 8, 9, 10], MemoryInspection.Pending(path).Select(s => s.Version));
        using var memory = new SqliteMemory(path, StoreKeys.Fingerprint, MemoryOptions.Default);
        Assert.NotNull(memory.Recall(Ask(id: 11)).Self);
    }

    [Fact]
    public void OtherKey_IsRefused()
    {
        var path = MakeFirst();
        new SqliteMemory(path, StoreKeys.Fingerprint, MemoryOptions.Default).Dispose();
        Assert.Contains(StoreKeys.Fingerprint.Id, Assert.Throws<StoreException>(() => new SqliteMemory(path, StoreKeys.Other, MemoryOptions.Default)).Message, StringComparison.Ordinal);
    }

    private string MakeFirst()
    {
        var path = _folder.File("memory.db");
        var at = Start.ToUnixTimeSeconds();
        var lesson = Convert.ToHexString(new Lesson("a@x.example", 0, at, [], [], []).Pack());
        Execute(path, First + $"""
            INSERT INTO meta VALUES('key','{StoreKeys.Fingerprint.Id}');
            INSERT INTO person VALUES(1,'a@x.example',5,{at},{at});
            INSERT INTO conversation VALUES(1,50,{at},{at},1,0);
            INSERT INTO participant VALUES(1,1,1);
            INSERT INTO message VALUES(1,11,1,1,{at},1,1);
            INSERT INTO print VALUES(3,1);
            INSERT INTO host VALUES('h.example',{at},{at},1,2,1);
            INSERT INTO lesson VALUES(1,{at},0,X'{lesson}');
            """);
        return path;
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
