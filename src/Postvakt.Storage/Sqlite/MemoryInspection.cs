using System.Globalization;
using Microsoft.Data.Sqlite;
using Postvakt.Storage.Migrations;

namespace Postvakt.Storage.Sqlite;

/// <summary>Reads how a Memory file stands, without changing anything and without the data directory's lock.</summary>
public static class MemoryInspection
{
    /// <summary>Throws <see cref="StoreException"/> when the file cannot be read or is of a newer format.</summary>
    public static MemoryState Read(string path)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Source(path), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            var version = Number(connection, "PRAGMA user_version");
            if (version > SqliteSchema.Version)
                throw new StoreException($"{path} was written by a newer Postvakt (format {version}, this one knows {SqliteSchema.Version}); use that one");
            var check = Text(connection, "PRAGMA quick_check(1)");
            if (check != "ok") return new MemoryState(version, null, (check ?? "no answer").ReplaceLineEndings(" "), 0, 0, null, null);
            if (version == 0) return new MemoryState(0, null, "it holds no tables", 0, 0, null, null);
            return new MemoryState(version, Text(connection, "SELECT value FROM meta WHERE name='key'"), null,
                Number(connection, "SELECT COUNT(*) FROM message WHERE standing<4"), Number(connection, "SELECT COUNT(*) FROM message WHERE standing=0"),
                Time(connection, "SELECT MIN(at) FROM message WHERE standing<4"), Time(connection, "SELECT MAX(at) FROM message WHERE standing<4"));
        }
        catch (SqliteException broken)
        {
            throw new StoreException($"{path} is damaged or no Memory: {broken.Message}", broken);
        }
    }

    /// <summary>
    /// Dry run of a migration: the steps that opening the file would run, none when it is up to date. A missing file would be created with all
    /// of them. Throws <see cref="StoreException"/> as <see cref="Read"/> does.
    /// </summary>
    public static IReadOnlyList<SchemaStep> Pending(string path) => SqliteSchema.After(File.Exists(path) ? Read(path).Version : 0);

    /// <summary>A file in WAL mode makes two more on opening. With no log beside it, nobody writes, and it can be read as it is.</summary>
    private static string Source(string path) => File.Exists(path + "-wal")
        ? path
        : "file:" + path.Replace("%", "%25", StringComparison.Ordinal).Replace("?", "%3f", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal) + "?immutable=1";

    private static long Number(SqliteConnection connection, string sql) => Convert.ToInt64(Value(connection, sql) ?? 0L, CultureInfo.InvariantCulture);

    private static string? Text(SqliteConnection connection, string sql) => Value(connection, sql) as string;

    private static DateTimeOffset? Time(SqliteConnection connection, string sql) => Value(connection, sql) is long seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static object? Value(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
