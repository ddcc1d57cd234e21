using System.Diagnostics;
using System.Text.RegularExpressions;
using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Documents;

/// <summary>Runs blocks of a page in a folder of their own: what the page names of a machine is put there in its place.</summary>
/// <param name="folder">Holds "postvakt", the launcher that blocks call; its name has no blanks.</param>
/// <param name="places">What the page says, and what stands for it.</param>
internal sealed class PageShell(string folder, IReadOnlyList<(string Said, string Here)> places)
{
    /// <summary>In one go: what was put in is not looked at again, a port may begin like another.</summary>
    public string Here(string text) => Regex.Replace(text, string.Join('|', places.Select(p => Regex.Escape(p.Said))), m => places.First(p => p.Said == m.Value).Here, RegexOptions.NonBacktracking);

    /// <summary>Exit status is that of the first line that fails.</summary>
    public async Task<(int Status, string Output)> RunAsync(string script, string? data = null)
    {
        var launcher = Path.Combine(folder, "postvakt");
        await File.WriteAllTextAsync(launcher, $"#!/bin/sh\nexec dotnet '{Launcher.Assembly}' \"$@\"\n");
        File.SetUnixFileMode(launcher, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("bash", ["-c", $"exec 2>&1; set -e; PATH=\"$PWD:$PATH\"\n{Here(script)}"]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        foreach (var name in (string[])["POSTVAKT_DATA", "POSTVAKT_KEYS"]) start.Environment.Remove(name);
        if (data is not null) start.Environment["POSTVAKT_DATA"] = data;
        using var shell = Process.Start(start)!;
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (shell.ExitCode, output);
    }

    /// <summary>Runs a block that must do what it shows.</summary>
    public async Task<string> RunAsync(Snippet snippet, string? data = null)
    {
        var (status, output) = await RunAsync(snippet.Script, data);
        Assert.True(status == snippet.Status, $"line {snippet.Line}: exit status {status}, not {snippet.Status}:\n{output}");
        Assert.True(!snippet.Missing(output).Any(), $"line {snippet.Line}: is not shown: {string.Join(" | ", snippet.Missing(output))}\nbut:\n{output}");
        return output;
    }
}
