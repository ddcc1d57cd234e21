using Postvakt.Storage.Sqlite;

namespace Postvakt.Cli.Output;

internal static class Reporters
{
    public static IReporter Of(string format, Stream target, SqliteMemory memory) => format switch
    {
        "json" => new JsonReporter(target),
        _ => new TableReporter(target),
    };
}
