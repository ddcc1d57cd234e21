using System.CommandLine;
using Postvakt.Cli;
using Postvakt.Cli.Verbs;
using Postvakt.Server.Installations;
using Postvakt.Storage;

using var interrupted = new CancellationTokenSource();
using var signals = new Signals(interrupted);

var root = RootVerb.For(args);

try
{
    var parsed = root.Parse(args);
    if (parsed.Errors.Count > 0)
    {
        foreach (var error in parsed.Errors) Console.Error.WriteLine("postvakt: " + error.Message);
        Console.Error.WriteLine("Try: postvakt --help");
        return ExitStatus.Trouble;
    }
    // Signals are ours: the library would end the process two seconds after the first, in the middle of a stop that takes longer.
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupted.Token).ConfigureAwait(false);
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("postvakt: stopped; what was learned before is kept");
    return ExitStatus.Trouble;
}
catch (Exception trouble) when (trouble is InstallationException or StoreException or IOException or UnauthorizedAccessException or FormatException)
{
    Console.Error.WriteLine("postvakt: " + trouble.Message);
    return ExitStatus.Trouble;
}
