using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using Postvakt.Storage.Postgres;

namespace Postvakt.Storage.Imports;

/// <summary>One table of the shared store and where its rows come from.</summary>
/// <param name="Name">In the shared store.</param>
/// <param name="Columns">Besides the organisation, in the order of the question.</param>
/// <param name="Select">The question to the file.</param>
/// <param name="Types">A letter for each column: b bigint, i int, s smallint, d double, o boolean, t text, y bytes, u UUID.</param>
internal sealed record ImportTable(string Name, string Columns, string Select, string Types)
{
    private static readonly Dictionary<char, NpgsqlDbType> TypeOf = new()
    {
        ['b'] = NpgsqlDbType.Bigint, ['i'] = NpgsqlDbType.Integer, ['s'] = NpgsqlDbType.Smallint, ['d'] = NpgsqlDbType.Double, ['o'] = NpgsqlDbType.Boolean, ['t'] = NpgsqlDbType.Text, ['y'] = NpgsqlDbType.Bytea,
        ['u'] = NpgsqlDbType.Uuid,
        ['T'] = NpgsqlDbType.Array | NpgsqlDbType.Text, ['B'] = NpgsqlDbType.Array | NpgsqlDbType.Bigint, ['S'] = NpgsqlDbType.Array | NpgsqlDbType.Smallint,
    };

    /// <summary>Makes the values of a row where they do not stand in the file as they are; arrays have capital letters then.</summary>
    public Func<SqliteDataReader, object?[]>? Values { get; init; }

    /// <summary>Copies all rows; gives how many.</summary>
    public long Copy(SqliteConnection from, NpgsqlConnection into, int org)
    {
        using var ask = from.CreateCommand();
        ask.CommandText = Select;
        using var rows = ask.ExecuteReader();
        using var copy = into.BeginBinaryImport($"COPY {Name}(org,{Columns}) FROM STDIN BINARY");
        var count = 0L;
        for (; rows.Read(); count++)
        {
            copy.StartRow();
            copy.Write(org, NpgsqlDbType.Integer);
            var values = Values?.Invoke(rows);
            for (var column = 0; column < Types.Length; column++)
            {
                if ((values is null ? Read(rows, column, Types[column]) : values[column]) is { } value) copy.Write(value, TypeOf[Types[column]]);
                else copy.WriteNull();
            }
        }
        copy.Complete();
        return count;
    }

    private static object? Read(SqliteDataReader row, int column, char type) => row.IsDBNull(column) ? null : type switch
    {
        'b' => row.GetInt64(column),
        'i' => checked((int)row.GetInt64(column)),
        's' => checked((short)row.GetInt64(column)),
        'd' => row.GetDouble(column),
        'o' => row.GetInt64(column) != 0,
        't' => PostgresText.Clean(row.GetString(column)),
        'u' => new Guid(row.GetFieldValue<byte[]>(column), bigEndian: true),
        _ => row.GetFieldValue<byte[]>(column),
    };
}
