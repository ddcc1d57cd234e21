using System.CommandLine;
using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Cli.Output;
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
            if (ruling.IsDone) Console.WriteLine(Plain.Text(ruling.Text, MaxText));
            else status = Refused(ruling.Text);
        }
        return status;
    }

    public static int Refused(string text)
    {
        Console.Error.WriteLine("postvakt: " + Plain.Text(text, MaxText));
        return ExitStatus.Trouble;
    }

    /// <summary>Characters of a sentence that are shown. 2,000: a release to many recipients.</summary>
    private const int MaxText = 2_000;

    /// <summary>Who runs this process: it has the data directory open, so it may do all there is. By number, as a server sees the other end of its socket: one person is not two.</summary>
    private static Actor Self => new("account:" + (OperatingSystem.IsLinux() && File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("Uid:", StringComparison.Ordinal))?.Split('\t') is [_, _, var effective, ..]
        ? "uid " + effective : Environment.UserName), Role.Administrator);
}
