using Postvakt.Server.Configuration;
using Postvakt.Server.Installations;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Server.Serving;

/// <summary>Dry run of a migration.</summary>
public static class StoreSteps
{
    /// <summary>The steps that a start would run on the store. Throws an <see cref="IOException"/> when it cannot be read or is newer.</summary>
    /// <param name="data">Data directory that overrides the configuration, or null.</param>
    public static IReadOnlyList<string> Pending(ServeConfig config, string? data)
    {
        return config.PostgreSql is { } connection
            ? [.. PostgresStore.Pending(new PostgresOptions { ConnectionString = connection, Org = config.Org }).Select(s => s.Told)]
            : [.. MemoryInspection.Pending(Path.Combine(DataDirectory.Resolve(data, config.Data), DataDirectory.MemoryName)).Select(s => s.Title)];
    }
}
