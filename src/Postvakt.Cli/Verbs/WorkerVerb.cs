using System.CommandLine;
using Postvakt.Documents.Outside;
using Postvakt.Server.Inspecting;

namespace Postvakt.Cli.Verbs;

/// <summary>worker [YARA]: the process behind the wall. Started by this program only, so its help says nothing of it.</summary>
internal static class WorkerVerb
{
    public static Command Create()
    {
        var yara = new Argument<string?>("YARA") { Arity = ArgumentArity.ZeroOrOne };
        var verb = new Command(WorkerStarter.Verb, "Reads files for another process of this program") { yara };
        verb.Hidden = true;
        verb.SetAction(parsed =>
        {
            // Rules are compiled before the limits, by files that the operator wrote.
            using var parsers = new LibraryParsers(parsed.GetValue(yara));
            WorkerLimits.Apply();
            using var input = Console.OpenStandardInput();
            using var output = Console.OpenStandardOutput();
            WorkerLoop.Run(input, output, parsers);
            return ExitStatus.Nothing;
        });
        return verb.NeedsAccount();
    }
}
