using System.Text;
using SQLitePCL;

namespace Postvakt.Storage.Sqlite;

/// <summary>
/// A prepared statement on the bare handle. Judging a mail asks dozens of point questions; through ADO.NET each would cost several times
/// its B-tree lookup. Use: bind, step, read, and <see cref="Reset"/> before the next use.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        if (raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement) != raw.SQLITE_OK) throw Error();
    }

    public Statement Bind(int index, long value)
    {
        if (raw.sqlite3_bind_int64(_statement, index, value) != raw.SQLITE_OK) throw Error();
        return this;
    }

    public Statement Bind(int index, string text)
    {
        Span<byte> utf8 = stackalloc byte[text.Length <= 300 ? text.Length * 3 : 0];
        // An empty span has no address, which SQLite takes for NULL.
        var result = text.Length is > 0 and <= 300
            ? raw.sqlite3_bind_text(_statement, index, utf8[..Encoding.UTF8.GetBytes(text, utf8)])
            : raw.sqlite3_bind_text(_statement, index, text);
        if (result != raw.SQLITE_OK) throw Error();
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> bytes)
    {
        if (raw.sqlite3_bind_blob(_statement, index, bytes) != raw.SQLITE_OK) throw Error();
        return this;
    }

    public Statement Bind(int index, double value)
    {
        if (raw.sqlite3_bind_double(_statement, index, value) != raw.SQLITE_OK) throw Error();
        return this;
    }

    /// <summary>True while there is a row.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW) return true;
        if (result == raw.SQLITE_DONE) return false;
        var error = Error();
        raw.sqlite3_reset(_statement);
        throw error;
    }

    /// <summary>Runs a statement without rows and makes it ready again.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    /// <summary>Runs the insertion of one row and returns its number. (RETURNING would build a table of its own for it, each time.)</summary>
    public long Insert()
    {
        Run();
        return raw.sqlite3_last_insert_rowid(_database);
    }

    /// <summary>Runs a deletion or update and returns how many rows it changed.</summary>
    public long Change()
    {
        Run();
        return raw.sqlite3_changes(_database);
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int32(int column) => raw.sqlite3_column_int(_statement, column);

    public double Double(int column) => raw.sqlite3_column_double(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string() ?? "";

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Reset() => raw.sqlite3_reset(_statement);

    public void Dispose() => _statement.Dispose();

    private StoreException Error() => SqliteTrouble.Of(_database);
}
