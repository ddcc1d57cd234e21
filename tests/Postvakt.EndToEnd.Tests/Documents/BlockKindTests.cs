using System.Text.RegularExpressions;

namespace Postvakt.EndToEnd.Tests.Documents;

/// <summary>Every fenced block of every page is of a kind that a test covers: a new one that nothing runs or reads fails here.</summary>
public sealed class BlockKindTests
{
    /// <summary>Kind, the pages where it is covered (empty: all), and the tests that cover it; "" for what is only looked at.</summary>
    private static readonly (string Kind, string[] Pages, string[] Tests)[] Covered =
    [
        ("bash run", ["docs/tutorial.md", "docs/operations/upgrade.md"], [nameof(SnippetTests)]),
        ("bash run=1", ["docs/tutorial.md"], [nameof(SnippetTests)]),
        ("bash run", ["docs/operations/dovecot.md"], [nameof(DovecotPageTests)]),
        ("bash run", ["docs/operations/install.md"], [nameof(InstallPageTests)]),
        ("bash run", ["docs/api.md"], [nameof(ApiPageTests)]),
        ("bash", [], ["ShownCommandTests", nameof(OtherProgramTests)]),
        ("yaml", [], ["ConfigurationExampleTests"]),
        ("yaml rule", [], [nameof(FileBlockTests)]),
        ("yaml mapping", [], [nameof(FileBlockTests)]),
        ("json playbook", [], [nameof(FileBlockTests)]),
        ("json", ["docs/events.md"], ["EventDocumentTests"]),
        ("json", ["docs/api.md"], ["ApiDocumentTests"]),
        ("json 404", ["docs/api.md"], ["ApiDocumentTests"]),
        ("json 409", ["docs/api.md"], ["ApiDocumentTests"]),
        ("http", ["docs/api.md"], ["ApiDocumentTests"]),
        ("json", [], [nameof(FileBlockTests)]),
        ("ini main.cf", [], [nameof(PostfixLinesTests)]),
        ("ini master.cf", [], [nameof(PostfixLinesTests)]),
        ("ini dovecot", ["docs/operations/dovecot.md"], [nameof(DovecotPageTests)]),
        ("text acl", ["docs/operations/dovecot.md"], [nameof(DovecotPageTests)]),
        ("powershell", [], [nameof(ExchangeCmdletTests)]),
        ("nginx", [], [nameof(FileBlockTests)]),
        ("csharp", [], [nameof(CSharpBlockTests)]),
        // Usage of verbs, written from the code.
        ("text", ["docs/reference/commands.md"], ["ReferenceTests"]),
        // Pictures and what programs say; what stands directly behind a block that is run is compared with what it says.
        ("text", [], [""]),
        // The pictures of the architecture; each of its lists is held against the folders.
        ("", ["ARCHITECTURE.md"], ["ArchitectureDocumentTests"]),
    ];

    [Fact]
    public void Blocks_AreCovered()
    {
        var blocks = Page.All.SelectMany(p => p.Blocks.Select(b => (p.Name, Block: b))).ToArray();
        Assert.True(blocks.Length > 300, $"only {blocks.Length} blocks were found");
        string[] faults = [.. blocks.Where(b => !IsCovered(b.Name, b.Block.Kind)).Select(b => $"{b.Block.Place}: no test covers a block of \"{b.Block.Kind}\"")];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("docs/console.md", "")]
    [InlineData("docs/console.md", "bash run")]
    [InlineData("docs/operations/postfix.md", "ini")]
    public void BlockOfNoKind_IsFound(string page, string kind) => Assert.False(IsCovered(page, kind));

    [Fact]
    public void Fences_ArePairs() => Assert.DoesNotContain(Page.All, p => Regex.Count(p.Text, "^ *```", RegexOptions.Multiline | RegexOptions.NonBacktracking) != 2 * p.Blocks.Count());

    [Fact]
    public void Tests_ThatCover_AreThere()
    {
        var there = Directory.EnumerateFiles(Checkout.At("tests"), "*Tests.cs", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(Covered.SelectMany(c => c.Tests), t => t.Length > 0 && !there.Contains(t));
    }

    private static bool IsCovered(string page, string kind) => Covered.Any(c => c.Kind == kind && (c.Pages.Length == 0 || c.Pages.Contains(page)));
}
