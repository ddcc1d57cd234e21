using Npgsql;

namespace Postvakt.Storage.Postgres;

/// <summary>
/// One connection, kept open and made anew after a loss. Every statement of a node goes through <see cref="Run"/>, where round trips are
/// counted, lost races tried again and troubles put in words.
/// </summary>
internal sealed class PostgresSession(NpgsqlDataSource source, int retries, TimeSpan patience) : IDisposable
{
    private NpgsqlConnection? _connection;
    private bool _isUnsafe;

    /// <summary>Statements sent, each one round trip.</summary>
    public long Sent { get; private set; }

    /// <summary>Runs one statement as a transaction of its own and reads its answer. Throws <see cref="StoreException"/>.</summary>
    /// <param name="read">Reads the rows; may run again when the statement is tried again.</param>
    /// <param name="values">Values for $1 and so on.</param>
    public T Run<T>(string sql, Func<NpgsqlDataReader, T> read, params ReadOnlySpan<NpgsqlParameter> values)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                _connection ??= Open();
                _isUnsafe = false;
                using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = (int)patience.TotalSeconds };
                foreach (var value in values) command.Parameters.Add(value.Clone());
                Sent++;
                using var reader = command.ExecuteReader();
                var result = read(reader);
                // An error can come after the rows; only a closed reader says that the statement is committed.
                reader.Close();
                if (_isUnsafe) throw PostgresTrouble.Unconfirmed();
                return result;
            }
            catch (Exception lost) when (PostgresTrouble.IsContention(lost) && attempt < retries)
            {
            }
            catch (Exception trouble) when (PostgresTrouble.Is(trouble))
            {
                Drop();
                throw PostgresTrouble.Of(trouble);
            }
        }
    }

    public void Dispose() => Drop();

    private NpgsqlConnection Open()
    {
        var connection = source.OpenConnection();
        connection.Notice += (_, told) => _isUnsafe |= PostgresTrouble.IsUnconfirmed(told.Notice);
        return connection;
    }

    private void Drop()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
