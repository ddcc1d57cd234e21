using Postvakt.Server.Configuration;
using Postvakt.Storage;
using Postvakt.Storage.Postgres;

namespace Postvakt.Server.Checkups;

/// <summary>The PostgreSQL that nodes share: reachable, and of a format that this version knows.</summary>
internal static class SharedStoreCheck
{
    private const string Name = "store";

    public static Check Run(ServeConfig config, string connection)
    {
        try
        {
            var steps = PostgresStore.Pending(new PostgresOptions { ConnectionString = connection, Org = config.Org });
            return steps.Count == 0 ? Check.Ok(Name, "PostgreSQL answers, up to date")
                : Check.Note(Name, "PostgreSQL answers; a start would run these steps: " + string.Join("; ", steps.Select(s => s.Told)));
        }
        catch (Exception broken) when (broken is StoreException or ArgumentException)
        {
            return Check.Broken(Name, broken.Message);
        }
    }
}
