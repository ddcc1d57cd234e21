using SQLitePCL;

namespace Postvakt.Storage.Sqlite;

/// <summary>What SQLite reports, in words for an operator.</summary>
internal static class SqliteTrouble
{
    public static StoreException Of(sqlite3 database)
    {
        var code = raw.sqlite3_errcode(database);
        var what = raw.sqlite3_errmsg(database).utf8_to_string();
        var path = raw.sqlite3_db_filename(database, "main").utf8_to_string();
        return new StoreException(path + ": " + code switch
        {
            raw.SQLITE_FULL => "the disk is full; nothing of the unfinished batch was kept",
            raw.SQLITE_IOERR => "the disk reported an error: " + what,
            raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => "the file cannot be written: " + what,
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "the file is damaged or no Memory: " + what,
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another program holds the file: " + what,
            _ => what,
        });
    }
}
