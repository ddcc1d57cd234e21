using System.Data;
using Npgsql;
using NpgsqlTypes;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Storage.Vaults;

namespace Postvakt.Storage.Postgres;

/// <summary>Sealed items as rows, a piece each, in the same form as in files. An item is there whole or not at all.</summary>
public sealed class PostgresVault : IVault
{
    private readonly NpgsqlDataSource _source;
    private readonly int _org;
    private readonly SealingKey _key;

    internal PostgresVault(NpgsqlDataSource source, int org, SealingKey key) => (_source, _org, _key) = (source, org, key);

    public void Put(string id, Stream content) => Guarded(() =>
    {
        SealedForm.Checked(id);
        using var connection = _source.OpenConnection();
        var isUnsafe = false;
        void Told(object _, NpgsqlNoticeEventArgs told) => isUnsafe |= PostgresTrouble.IsUnconfirmed(told.Notice);
        connection.Notice += Told;
        using var transaction = connection.BeginTransaction();
        Run(connection, "SELECT pg_advisory_xact_lock($1, hashtext($2))", id);
        Run(connection, "DELETE FROM held_bytes WHERE org=$1 AND id=$2", id);
        using (var rows = connection.BeginBinaryImport("COPY held_bytes(org,id,part,bytes) FROM STDIN BINARY"))
        {
            var part = 0;
            SealedForm.Seal(content, _key, id, piece =>
            {
                rows.StartRow();
                rows.Write(_org, NpgsqlDbType.Integer);
                rows.Write(id, NpgsqlDbType.Text);
                rows.Write(part++, NpgsqlDbType.Integer);
                rows.Write(piece.ToArray(), NpgsqlDbType.Bytea);
            });
            rows.Complete();
        }
        transaction.Commit();
        if (isUnsafe) throw PostgresTrouble.Unconfirmed();
        return true;
    });

    public Stream? Open(string id) => Guarded(() =>
    {
        SealedForm.Checked(id);
        var connection = _source.OpenConnection();
        var command = new NpgsqlCommand("SELECT bytes FROM held_bytes WHERE org=$1 AND id=$2 ORDER BY part", connection);
        RowPieces? pieces = null;
        try
        {
            command.Parameters.Add(new() { Value = _org });
            command.Parameters.Add(new() { Value = id });
            pieces = new RowPieces(connection, command, command.ExecuteReader(CommandBehavior.SequentialAccess));
            if (pieces.HasRows) return new SealedStream(pieces, _key, id);
            pieces.Dispose();
            return null;
        }
        catch
        {
            pieces?.Dispose();
            command.Dispose();
            connection.Dispose();
            throw;
        }
    });

    public void Delete(string id) => Guarded(() =>
    {
        SealedForm.Checked(id);
        using var connection = _source.OpenConnection();
        Run(connection, "DELETE FROM held_bytes WHERE org=$1 AND id=$2", id);
        return true;
    });

    private void Run(NpgsqlConnection connection, string sql, string id)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = _org });
        command.Parameters.Add(new() { Value = id });
        command.ExecuteNonQuery();
    }

    private static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception trouble) when (PostgresTrouble.Is(trouble))
        {
            throw PostgresTrouble.Of(trouble);
        }
    }
}
