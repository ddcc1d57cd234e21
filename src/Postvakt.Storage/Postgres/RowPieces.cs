using Npgsql;
using Postvakt.Storage.Vaults;

namespace Postvakt.Storage.Postgres;

/// <summary>Pieces as rows of one answer that is still being read; owns its connection.</summary>
internal sealed class RowPieces(NpgsqlConnection connection, NpgsqlCommand command, NpgsqlDataReader rows) : ISealedPieces
{
    public bool HasRows => rows.HasRows;

    public byte[]? Next()
    {
        try
        {
            return rows.Read() ? rows.GetFieldValue<byte[]>(0) : null;
        }
        catch (Exception trouble) when (PostgresTrouble.Is(trouble))
        {
            throw PostgresTrouble.Of(trouble);
        }
    }

    public void Dispose()
    {
        // What was not read is read and dropped: a cancel sent apart could hit the connection's next user.
        rows.Dispose();
        command.Dispose();
        connection.Dispose();
    }
}
