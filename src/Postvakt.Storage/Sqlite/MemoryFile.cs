using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Postvakt.Storage.Sqlite;

/// <summary>The database file: opening, versions, pragmas, and the one open transaction that batches writes.</summary>
internal sealed class MemoryFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _begin, _mark, _keep, _commit;
    private bool _open;
    private int _written;

    public MemoryFile(string path, string keyId, int batch)
    {
        Batch = batch;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            _connection.Open();
            // FULL: a decision that was answered must survive power loss. Reads go through a map of the file: a large Memory costs hardly more than a small one.
            ExecuteNow("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=1073741824; PRAGMA wal_autocheckpoint=8000;");
            // Plans stay as they were made: SQLite would make many anew with each value that is bound, a tenth of the time of a mail in the store.
            raw.sqlite3_db_config(Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
            Migrate(path);
            CheckKey(keyId);
            (_begin, _mark, _keep, _commit) = (Prepare("BEGIN IMMEDIATE"), Prepare("SAVEPOINT mark"), Prepare("RELEASE mark"), Prepare("COMMIT"));
        }
        catch (SqliteException broken)
        {
            _connection.Dispose();
            throw new StoreException(broken.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT
                ? $"{path} is damaged or no Memory" : $"{path}: {broken.Message}", broken);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Messages per transaction, as far as <see cref="Written"/> counts them.</summary>
    public int Batch { get; set; }

    /// <summary>True when SQLite has ended the open transaction by itself, as it does when the disk fails it.</summary>
    public bool IsBroken => _open && raw.sqlite3_get_autocommit(Handle) != 0;

    /// <summary>Transactions rolled back so far.</summary>
    public int Losses { get; private set; }

    public sqlite3 Handle => _connection.Handle!;

    public Statement Prepare(string sql) => new(Handle, sql);

    /// <summary>Runs statements without answers. Throws <see cref="StoreException"/>.</summary>
    public void Execute(string sql) => Guarded(() => ExecuteNow(sql));

    /// <summary>The one number that a statement answers, 0 for none. Throws <see cref="StoreException"/>.</summary>
    public long Scalar(string sql) => Guarded(() => ScalarNow(sql));

    /// <summary>Begins a transaction unless one is open.</summary>
    public void Begin()
    {
        if (_open) return;
        _begin.Run();
        _open = true;
    }

    /// <summary>Counts one message; commits when the batch is full.</summary>
    public void Written()
    {
        if (++_written >= Batch) Commit();
    }

    /// <summary>Marks where <see cref="Undo"/> goes back to.</summary>
    public void Mark()
    {
        Begin();
        _mark.Run();
    }

    public void Keep() => _keep.Run();

    /// <summary>Goes back to the mark; what was written before it stays, unless the whole transaction was lost.</summary>
    public void Undo()
    {
        if (_open && !IsBroken) raw.sqlite3_exec(Handle, "ROLLBACK TO mark; RELEASE mark");
    }

    public void Commit()
    {
        _written = 0;
        if (!_open) return;
        _commit.Run();
        _open = false;
    }

    public void Rollback()
    {
        _written = 0;
        if (!_open) return;
        _open = false;
        Losses++;
        raw.sqlite3_exec(Handle, "ROLLBACK");
    }

    public void Dispose()
    {
        Rollback();
        foreach (var statement in (Statement[])[_begin, _mark, _keep, _commit]) statement.Dispose();
        _connection.Dispose();
    }

    private long ExecuteNow(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private long ScalarNow(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar() ?? 0L, CultureInfo.InvariantCulture);
    }

    private long Guarded(Func<long> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException)
        {
            throw SqliteTrouble.Of(Handle);
        }
    }

    private void Migrate(string path)
    {
        var version = ScalarNow("PRAGMA user_version");
        if (version > SqliteSchema.Version)
            throw new StoreException($"{path} was written by a newer Postvakt (format {version}, this one knows {SqliteSchema.Version}); nothing was changed");
        foreach (var step in SqliteSchema.After(version)) ExecuteNow($"BEGIN IMMEDIATE; {step.Sql} PRAGMA user_version={step.Version}; COMMIT;");
    }

    private void CheckKey(string keyId)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT value FROM meta WHERE name='key'";
        if (command.ExecuteScalar() is string stored)
        {
            if (stored != keyId)
                throw new StoreException($"Memory was made with key {stored}, the key ring holds {keyId}; with another key nothing would be recognised");
            return;
        }
        ExecuteNow($"INSERT INTO meta VALUES('key','{keyId}')");
    }
}
