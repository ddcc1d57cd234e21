using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Postvakt.Storage.Sqlite;

/// <summary>
/// Copies what was committed from SQLite's write-ahead log into the file, on a thread and a connection of its own, while a ledger goes on writing. The
/// ledger's connection would do it itself every 8,000 pages, with the mail that came just then waiting for it; it still does when this falls behind.
/// </summary>
public sealed class SqliteCheckpoints : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly SqliteConnection _connection;
    private readonly ManualResetEventSlim _ending = new();
    private readonly Thread _thread;

    /// <param name="path">A file that a <see cref="SqliteMemory"/> has open.</param>
    /// <exception cref="StoreException">The file cannot be opened.</exception>
    public SqliteCheckpoints(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        try
        {
            _connection.Open();
            // A connection that has read nothing does not know yet that there is a log, and copies nothing.
            using var first = _connection.CreateCommand();
            first.CommandText = "SELECT COUNT(*) FROM meta";
            first.ExecuteScalar();
        }
        catch (SqliteException broken)
        {
            _connection.Dispose();
            throw new StoreException($"{path}: {broken.Message}", broken);
        }
        _thread = new Thread(Run) { IsBackground = true, Name = "postvakt checkpoints" };
        _thread.Start();
    }

    public void Dispose()
    {
        _ending.Set();
        _thread.Join();
        _connection.Dispose();
        _ending.Dispose();
    }

    private void Run()
    {
        // PASSIVE waits for nobody and nobody waits for it. What goes wrong here goes wrong again where the ledger copies, which tells.
        while (!_ending.Wait(Pause)) raw.sqlite3_wal_checkpoint_v2(_connection.Handle!, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
    }
}
