using System.Text.RegularExpressions;

namespace Postvakt.Tests.Architecture;

/// <summary>The page that says where everything is leaves nothing out, and names only what is there.</summary>
public sealed partial class ArchitectureDocumentTests
{
    private static readonly string Text = File.ReadAllText(Checkout.At("ARCHITECTURE.md"));

    /// <summary>Its readers stand in the picture of one attachment, and not once more in the list.</summary>
    private const string WithPictures = "Postvakt.Documents";

    [Fact]
    public void FoldersOfTheProduct_StandInOrder() =>
        Assert.Equal(LayerRules.Folders, Block("Inside `Postvakt`").Split('\n').Where(l => l.Length > 0 && l[0] != ' ').Select(l => l.Split(' ')[0]));

    [Fact]
    public void EveryFolder_IsNamed()
    {
        var inner = Subfolders(Checkout.At("src", "Postvakt")).Where(f => !f.StartsWith("Wording/", StringComparison.Ordinal));
        Assert.Equal(inner.Order(StringComparer.Ordinal), Named(Block("Inside `Postvakt`")).Order(StringComparer.Ordinal));
        var pictured = Block("## One attachment");
        var outer = LayerRules.Projects.Keys.Where(p => p != "Postvakt").SelectMany(p => Folders(Checkout.At("src", p)).Where(f => p != WithPictures || !Word(f).IsMatch(pictured)).Select(f => $"{p}/{f}"));
        Assert.Equal(outer.Order(StringComparer.Ordinal), Named(Block("Inside the other projects")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryProject_StandsInTheFirstPicture() => Assert.DoesNotContain(LayerRules.Projects.Keys, p => !Word(p).IsMatch(Block("## Who may use whom")));

    [Fact]
    public void Types_ThatItNames_Exist()
    {
        var there = Directory.EnumerateFiles(Checkout.At("src"), "*.cs", SearchOption.AllDirectories).SelectMany(f => Path.GetFileName(f).Split('.')[0..^1].Append(new FileInfo(f).Directory!.Name)).ToHashSet(StringComparer.Ordinal);
        string[] others = ["PostgreSQL", "MimeKit", "SharpCompress", "YamlDotNet", "MiB", "KiB", "EventLogs"];
        var named = Compound().Matches(Text).Select(m => m.Value).Except(others).ToArray();
        Assert.True(named.Length > 40, $"only {named.Length} types are named");
        Assert.DoesNotContain(named, n => !there.Contains(n));
    }

    /// <summary>The first picture behind some words.</summary>
    private static string Block(string behind) => Text[Text.IndexOf(behind, StringComparison.Ordinal)..].Split("```")[1];

    private static IEnumerable<string> Folders(string of) => Directory.EnumerateDirectories(of).Select(f => Path.GetFileName(f)).Where(f => f is not ("bin" or "obj"));

    private static IEnumerable<string> Subfolders(string of) => Folders(of).SelectMany(f => Folders(Path.Combine(of, f)).Select(s => $"{f}/{s}"));

    /// <summary>Of lines "Folder text" and, set in, "  Inner, Another   text": "Folder/Inner" and "Folder/Another".</summary>
    private static IEnumerable<string> Named(string block)
    {
        var outer = "";
        foreach (var line in block.Split('\n').Where(l => l.Length > 0))
        {
            if (line[0] != ' ') outer = line.Split(' ')[0];
            else foreach (var name in line.Trim().Split("  ")[0].Split(", ")) yield return $"{outer}/{name}";
        }
    }

    private static Regex Word(string word) => new($"\\b{Regex.Escape(word)}\\b", RegexOptions.NonBacktracking);

    [GeneratedRegex("\\b[A-Z][a-z]+[A-Z]\\w*\\b")]
    private static partial Regex Compound();
}
