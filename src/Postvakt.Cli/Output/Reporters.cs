using Postvakt.Memory;
using Postvakt.Cli.Reports;

namespace Postvakt.Cli.Output;

internal static class Reporters
{
    public static IReporter Of(string format, Stream target, IMemory memory, ScanScope scope, TimeProvider clock) => format switch
    {
        "json" => new JsonReporter(target),
        "html" => new HtmlReporter(target, memory, scope, clock),
        _ => new TableReporter(target),
    };
}
