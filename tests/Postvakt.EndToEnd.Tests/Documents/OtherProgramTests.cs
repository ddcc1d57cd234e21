using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Postvakt.EndToEnd.Tests.Documents;

/// <summary>
/// Blocks of commands that are not run: a shell can read them, and each program is ours (ShownCommandTests parse those) or one that has a reason here not to be run. Files of ours that they name are there, and
/// programs that are installed know the options.
/// </summary>
public sealed partial class OtherProgramTests
{
    /// <summary>Program, and why it is not run.</summary>
    private static readonly Dictionary<string, string> NotRun = new(StringComparer.Ordinal)
    {
        ["postvakt"] = "parsed by ShownCommandTests", ["./postvakt"] = "parsed by ShownCommandTests", ["umask"] = "before a command of ours", ["cd"] = "before a command of ours",
        ["./run"] = "starts the sample company", ["./test"] = "runs all tests",
        ["git"] = "fetches what others publish", ["dotnet"] = "builds", ["TOOLS/dotnet-stryker"] = "takes hours",
        ["useradd"] = "changes the machine", ["install"] = "changes the machine", ["systemctl"] = "changes the machine", ["apt-get"] = "changes the machine; packaging/check-deb.sh installs the package", ["mv"] = "moves a machine's data; packaging/check-deb.sh does it",
        ["packaging/release.sh"] = "takes minutes; packaging/check-release.sh runs it", ["podman"] = "is not there where tests run",
    };

    [Fact]
    public void Programs_AreKnown()
    {
        var (faults, seen) = (new List<string>(), 0);
        foreach (var (block, words) in Commands())
        {
            seen++;
            if (!NotRun.ContainsKey(words[0])) faults.Add($"{block.Place}: {words[0]}: is neither ours nor among those that are known");
            faults.AddRange(words.Where(w => Ours().IsMatch(w) && !w.Any(char.IsAsciiLetterUpper) && !Path.Exists(Checkout.At(w))).Select(w => $"{block.Place}: {w}: is not there"));
        }
        Assert.True(seen > 100, $"only {seen} commands were found");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Blocks_AreReadByAShell()
    {
        foreach (var block in Blocks())
        {
            var (status, output) = await RunAsync("bash", "-n", "-c", block.Content);
            Assert.True(status == 0, $"{block.Place}: {output}");
        }
    }

    [Theory]
    [InlineData("useradd", "/usr/sbin/useradd")]
    [InlineData("systemctl", "/usr/bin/systemctl")]
    public async Task Options_AreKnown(string program, string at)
    {
        Assert.SkipUnless(File.Exists(at), $"{at} is not there");
        var (_, help) = await RunAsync(at, "--help");
        var options = Commands().Where(c => c.Words[0] == program).SelectMany(c => c.Words).Where(w => w.StartsWith("--", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(options);
        Assert.All(options, o => Assert.Contains(o, help, StringComparison.Ordinal));
    }

    private static IEnumerable<Block> Blocks() => Page.All.SelectMany(p => p.Blocks).Where(b => b.Kind == "bash");

    /// <summary>Each command with its words, up to a comment or a redirection.</summary>
    private static IEnumerable<(Block Block, string[] Words)> Commands()
    {
        foreach (var block in Blocks())
        {
            foreach (var line in block.Content.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            {
                var words = new List<string>();
                foreach (var word in Word().Matches(line).Select(m => m.Value).TakeWhile(w => w[0] != '#').Append(";"))
                {
                    if (word is not (";" or "&&" or "|")) words.Add(word);
                    else
                    {
                        if (words.Count > 0) yield return (block, [.. words.TakeWhile(w => w[0] is not ('>' or '<'))]);
                        words.Clear();
                    }
                }
            }
        }
    }

    private static async Task<(int Status, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (run.ExitCode, output + await error);
    }

    /// <summary>Brackets of a subshell are left out.</summary>
    [GeneratedRegex("&&|[;|]|(?:\"[^\"]*\"|'[^']*'|[^\\s\"'();|&])+")]
    private static partial Regex Word();

    [GeneratedRegex("^(?:packaging|samples|tools|src|tests|rules)/")]
    private static partial Regex Ours();
}
