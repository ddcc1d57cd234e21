namespace Postvakt.Storage.Sqlite;

/// <summary>
/// What mail is found by, and the register: step 5 of the file's format. Times are milliseconds since 1970. A row of term stands at the time of its held
/// item, so that the rows of a term are in the order of the list. In a table without row numbers an index carries the key, so held_at is in that order too.
/// </summary>
internal static class SearchSchema
{
    public const string Create = """
        CREATE TABLE term(term INTEGER NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL, org INTEGER NOT NULL, PRIMARY KEY(term, at, id, org)) WITHOUT ROWID;
        CREATE INDEX held_at ON held(held);
        CREATE TABLE register(kind TEXT NOT NULL, id TEXT NOT NULL, org INTEGER NOT NULL, version INTEGER NOT NULL, json TEXT NOT NULL,
          PRIMARY KEY(kind, id, org)) WITHOUT ROWID;
        CREATE INDEX finding_exception ON finding(source) WHERE id='exception-used';
        CREATE INDEX repeat_record ON repeat(record);
        """;
}
