namespace Postvakt.Storage.Sqlite;

/// <summary>
/// Tables of the ledger, step 2 of the file's format. Every row carries its organisation as a number, which costs a byte. What nobody searches
/// for is packed into record.data (see RecordData). Times are seconds since 1970, except in held, whose order is shown: milliseconds.
/// </summary>
internal static class LedgerSchema
{
    public const string Create = """
        CREATE TABLE org(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        INSERT INTO org SELECT 1, value FROM meta WHERE name='org';
        CREATE TABLE record(row INTEGER PRIMARY KEY, org INTEGER NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, message INTEGER NOT NULL,
          verdict INTEGER NOT NULL, applied INTEGER NOT NULL, intended INTEGER NOT NULL, score REAL NOT NULL, listener TEXT NOT NULL,
          sender TEXT NOT NULL, message_id TEXT NOT NULL, campaign TEXT NOT NULL, data BLOB NOT NULL);
        CREATE UNIQUE INDEX record_id ON record(id, org);
        CREATE INDEX record_at ON record(at);
        CREATE TABLE finding(record INTEGER NOT NULL, place INTEGER NOT NULL, org INTEGER NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL,
          severity INTEGER NOT NULL, source TEXT NOT NULL, attack TEXT NOT NULL, PRIMARY KEY(record, place)) WITHOUT ROWID;
        CREATE TABLE indicator(type TEXT NOT NULL, value TEXT NOT NULL, org INTEGER NOT NULL, record INTEGER NOT NULL, place INTEGER NOT NULL,
          PRIMARY KEY(type, value, org, record)) WITHOUT ROWID;
        CREATE INDEX indicator_record ON indicator(record);
        CREATE TABLE revision(record INTEGER NOT NULL, verdict INTEGER NOT NULL, org INTEGER NOT NULL, because TEXT NOT NULL,
          PRIMARY KEY(record, verdict)) WITHOUT ROWID;
        CREATE TABLE repeat(key BLOB NOT NULL, org INTEGER NOT NULL, at INTEGER NOT NULL, record INTEGER NOT NULL,
          PRIMARY KEY(key, org)) WITHOUT ROWID;
        CREATE TABLE held(id TEXT NOT NULL, org INTEGER NOT NULL, held INTEGER NOT NULL, expires INTEGER NOT NULL, state INTEGER NOT NULL,
          version INTEGER NOT NULL, mail_from TEXT NOT NULL, recipients TEXT NOT NULL, size INTEGER NOT NULL, PRIMARY KEY(id, org)) WITHOUT ROWID;
        CREATE INDEX held_state ON held(state, held);
        CREATE TABLE job(id INTEGER PRIMARY KEY AUTOINCREMENT, org INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, payload TEXT NOT NULL,
          due INTEGER NOT NULL, state INTEGER NOT NULL, attempts INTEGER NOT NULL);
        CREATE INDEX job_due ON job(kind, due) WHERE state=0;
        """;
}
