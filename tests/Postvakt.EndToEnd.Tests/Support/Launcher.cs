using System.Diagnostics;
using System.Globalization;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>Starts the built launcher as its own process, as a person or a script would.</summary>
public static class Launcher
{
    /// <summary>Compiled ahead where the environment names such a one, as ./test does: each start costs half as much. Else as it was built.</summary>
    public static string Assembly { get; } = Environment.GetEnvironmentVariable("POSTVAKT_LAUNCHER") is { Length: > 0 } ahead ? ahead : Path.Combine(AppContext.BaseDirectory, "Postvakt.Cli.dll");

    public static Task<Outcome> RunAsync(string folder, params string[] arguments) => RunAsync(folder, null, arguments);

    public static async Task<Outcome> RunAsync(string folder, byte[]? input, params string[] arguments)
    {
        using var run = Begin(folder, arguments);
        if (input is not null) await run.FeedAsync(input);
        return await run.EndAsync();
    }

    public static Run Begin(string folder, params string[] arguments) => Start(folder, "dotnet", [Assembly, .. arguments]);

    /// <summary>Through a shell, for limits and redirections; "$@" is the launcher with its arguments.</summary>
    public static async Task<Outcome> ShellAsync(string folder, string script, params string[] arguments)
    {
        using var run = Start(folder, "bash", ["-c", script, "bash", "dotnet", Assembly, .. arguments]);
        return await run.EndAsync();
    }

    /// <summary>Sends a signal by name, as kill does.</summary>
    public static void Signal(string name, int process)
    {
        using var kill = Process.Start("kill", ["-" + name, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static Run Start(string folder, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("POSTVAKT_DATA");
        start.Environment.Remove("POSTVAKT_KEYS");
        return new Run(Process.Start(start)!);
    }
}
