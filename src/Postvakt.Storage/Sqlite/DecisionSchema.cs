namespace Postvakt.Storage.Sqlite;

/// <summary>Tables of what people decide, step 4 of the file's format. Times are milliseconds since 1970.</summary>
internal static class DecisionSchema
{
    public const string Create = """
        CREATE TABLE audit(number INTEGER PRIMARY KEY, org INTEGER NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, role INTEGER NOT NULL, action TEXT NOT NULL,
          subject TEXT NOT NULL, reason TEXT NOT NULL, outcome TEXT NOT NULL, hash BLOB NOT NULL);
        CREATE INDEX audit_subject ON audit(subject, number);
        CREATE TABLE lockdown(id TEXT NOT NULL, org INTEGER NOT NULL, scope INTEGER NOT NULL, target TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL,
          since INTEGER NOT NULL, until INTEGER, lifted INTEGER, PRIMARY KEY(id, org)) WITHOUT ROWID;
        """;
}
