using System.Text.RegularExpressions;
using Postvakt.Cli.Verbs;

namespace Postvakt.Cli.Tests.References;

/// <summary>Every command of ours that a document shows is one that the launcher takes.</summary>
public sealed partial class ShownCommandTests
{
    [Fact]
    public void Commands_AreTaken()
    {
        var (wrong, seen, root) = (new List<string>(), 0, RootVerb.Create());
        foreach (var (place, line) in Shown())
        {
            seen++;
            wrong.AddRange(root.Parse(Words(line)).Errors.Select(e => $"{place}: {line}: {e.Message}"));
        }
        Assert.True(seen > 80, $"only {seen} commands were found");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("scan a --learn # judge", "scan|a|--learn")]
    [InlineData("lockdown on --reason \"Ask, by telephone.\" > out", "lockdown|on|--reason|Ask, by telephone.")]
    [InlineData("ask list --format 'json' | head", "ask|list|--format|json")]
    public void Line_IsReadAsAShellReadsIt(string line, string words) => Assert.Equal(words, string.Join('|', Words(line)));

    private static IEnumerable<(string Place, string Line)> Shown()
    {
        var root = Checkout.Folder;
        var files = Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md").Concat(Directory.EnumerateFiles(Path.Combine(root, "docs", "operations"), "*.md")).Append(Path.Combine(root, "README.md")).Append(Path.Combine(root, "samples", "README.md"));
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(file);
            foreach (Match block in Block().Matches(text).Where(b => b.Groups[1].Value.StartsWith("bash", StringComparison.Ordinal)))
                foreach (Match line in Command().Matches(block.Groups[2].Value.Replace("\\\n", " ", StringComparison.Ordinal)))
                    yield return ($"{Path.GetRelativePath(root, file)}:{1 + text[..block.Index].Count(c => c == '\n')}", line.Groups[1].Value);
        }
    }

    /// <summary>Up to a comment, a redirection or the next command.</summary>
    private static string[] Words(string line) => [.. Word().Matches(line).Select(m => m.Value).TakeWhile(w => w[0] is not ('#' or '>' or '|' or '&' or ';')).Select(w => w.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal))];

    [GeneratedRegex("^```([^\n]*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^ *(?:\\(umask 077; )?(?:sudo )?(?:\\./)?postvakt (.+)$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+")]
    private static partial Regex Word();
}
