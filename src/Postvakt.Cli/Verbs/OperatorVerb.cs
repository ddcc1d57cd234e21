using System.CommandLine;
using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Server.Operation;

namespace Postvakt.Cli.Verbs;

/// <summary>What verbs have in common that ask a server, or the store itself where none runs.</summary>
internal static class OperatorVerb
{
    /// <summary>JSON of one line.</summary>
    public static readonly JsonSerializerOptions OneLine = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Option<string?> Reason(bool required) => new("--reason") { Description = "Why; it stands in the audit", HelpName = "TEXT", Required = required };

    public static async Task<int> RunAsync(string? config, string? data, Func<IOperations, Task<int>> ask, CancellationToken cancellation)
    {
        var operations = await OperatorLink.OpenAsync(CommonOptions.Read(config), data, TimeProvider.System, cancellation).ConfigureAwait(false);
        await using var _ = operations.ConfigureAwait(false);
        return await ask(operations).ConfigureAwait(false);
    }

    /// <summary>Asks for each decision in turn and says what became of it; a refused one does not stop the others.</summary>
    public static async Task<int> DecideAsync(IOperations operations, IEnumerable<DecisionRequest> requests, CancellationToken cancellation)
    {
        var status = ExitStatus.Nothing;
        foreach (var request in requests)
        {
            var ruling = await operations.DecideAsync(request, Self, cancellation).ConfigureAwait(false);
            if (ruling.IsDone) Console.WriteLine(ruling.Text);
            else status = Refused(ruling.Text);
        }
        return status;
    }

    public static int Refused(string text)
    {
        Console.Error.WriteLine("postvakt: " + text);
        return ExitStatus.Trouble;
    }

    /// <summary>Who runs this process: it has the data directory open, so it may do all there is.</summary>
    private static Actor Self => new("account:" + Environment.UserName, Role.Administrator);
}
