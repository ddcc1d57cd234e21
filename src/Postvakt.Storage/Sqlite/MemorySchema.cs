namespace Postvakt.Storage.Sqlite;

/// <summary>
/// Tables of Memory, step 1 of the file's format. One file holds one organisation, so that no row
/// needs its name: 'org' stands once in meta. Numbers named key, print and value are keyed (see MemoryKey); times are seconds since 1970.
/// </summary>
internal static class MemorySchema
{
    public const string Create = """
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
        """;
}
