using System.Text.RegularExpressions;

namespace Postvakt.EndToEnd.Tests.Documents;

/// <summary>A page of the documents, with its fenced blocks.</summary>
/// <param name="Name">Its path below the source tree.</param>
internal sealed partial record Page(string Name, string Text)
{
    /// <summary>All pages that people read: of docs, the readme files.</summary>
    public static IReadOnlyList<Page> All { get; } =
    [
        .. Directory.EnumerateFiles(Checkout.At("docs"), "*.md", SearchOption.AllDirectories).Where(f => !f.Contains("/node_modules/", StringComparison.Ordinal))
            .Concat(((string[])["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "samples/README.md"]).Select(n => Checkout.At(n)))
            .Order(StringComparer.Ordinal).Select(f => Read(Path.GetRelativePath(Checkout.Folder, f))),
    ];

    public static Page Read(string name) => new(name, File.ReadAllText(Checkout.At(name)));

    public IEnumerable<Block> Blocks => Fence().Matches(Text).Select(m => new Block($"{Name}:{1 + Text[..m.Index].Count(c => c == '\n')}", m.Groups[1].Value.Trim(), m.Groups[2].Value));

    /// <summary>Contents of the blocks of a kind, in order.</summary>
    public IReadOnlyList<string> Of(string kind) => [.. Blocks.Where(b => b.Kind == kind).Select(b => b.Content)];

    /// <summary>Blocks that are run.</summary>
    public IReadOnlyList<Snippet> Snippets => Snippet.Read(Text);

    [GeneratedRegex("^ *```([^\n`]*)\n(.*?)^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
