using System.Diagnostics;
using System.Text;
using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Documents;

/// <summary>What documents tell a reader to type does what they say.</summary>
public sealed class SnippetTests : IDisposable
{
    private const string End = "postvakt-snippet-end";
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("docs/tutorial.md", "true")]
    [InlineData("docs/operations/upgrade.md", "postvakt learn samples/company/history.mbox samples/company/stream.mbox")]
    public async Task Document_DoesWhatItSays(string name, string before)
    {
        var root = Checkout.Folder;
        var snippets = Snippet.Read(File.ReadAllText(Path.Combine(root, name)));
        Assert.NotEmpty(snippets);
        Directory.CreateSymbolicLink(_place.At("samples"), Path.Combine(root, "samples"));
        File.WriteAllText(_place.At("postvakt"), $"#!/bin/sh\nexec dotnet '{Launcher.Assembly}' \"$@\"\n");
        File.SetUnixFileMode(_place.At("postvakt"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-s"]) { WorkingDirectory = _place.Folder, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            // One shell for all of a document, as a reader has one; standard error counts as shown.
            await shell.StandardInput.WriteLineAsync($"exec 2>&1; unset POSTVAKT_DATA POSTVAKT_KEYS; PATH=$PWD:$PATH; {before} > /dev/null; trap 'failed=$?' ERR");
            foreach (var snippet in snippets)
            {
                await shell.StandardInput.WriteLineAsync($"failed=0\n{snippet.Script}echo \"{End} $failed\"");
                var (output, status) = await ReadAsync(shell.StandardOutput);
                Assert.True(status == snippet.Status, $"{name}:{snippet.Line}: exit status {status}, not {snippet.Status}:\n{output}");
                Assert.True(!snippet.Missing(output).Any(), $"{name}:{snippet.Line}: is not shown: {string.Join(" | ", snippet.Missing(output))}\nbut:\n{output}");
            }
        }
        finally
        {
            if (!shell.HasExited) shell.Kill(entireProcessTree: true);
        }
    }

    [Theory]
    [InlineData("a 1\nb 2\n", "a …\nb …", true)]
    [InlineData("b 2\na 1\n", "a …\nb …", false)]
    [InlineData("a 1x\n", "a 1", false)]
    public void Shown_IsComparedLineByLine(string output, string shown, bool whole) =>
        Assert.Equal(whole, !Snippet.Read($"```bash run\ntrue\n```\n\n```text\n{shown}\n```\n").Single().Missing(output).Any());

    private static async Task<(string Output, int Status)> ReadAsync(StreamReader from)
    {
        var output = new StringBuilder();
        while (await from.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(End, StringComparison.Ordinal)) return (output.ToString(), int.Parse(line[(End.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture));
            output.Append(line).Append('\n');
        }
        return (output + "the shell ended", -1);
    }
}
