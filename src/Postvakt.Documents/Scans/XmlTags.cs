using MimeKit.Text;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Scans;

/// <summary>Names of the elements of XML, each once, as written but without their prefix. Read as markup is: documents that are no XML any more still are pictures to a browser.</summary>
internal static class XmlTags
{
    private const int MaxBytes = 2 << 20;
    private const int MaxTags = 1_000;
    private const int MaxName = 200;

    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> content)
    {
        var (names, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        using var reader = new StringReader(TextBytes.Decode(content, MaxBytes));
        var tokenizer = new HtmlTokenizer(reader) { DecodeCharacterReferences = false, IgnoreTruncatedTags = true };
        while (names.Count < MaxTags && tokenizer.ReadNextToken(out var token))
        {
            if (token is not HtmlTagToken { IsEndTag: false } tag) continue;
            var name = tag.Name[(tag.Name.IndexOf(':', StringComparison.Ordinal) + 1)..];
            if (name.Length is > 0 and <= MaxName && seen.Add(name)) names.Add(name);
        }
        return names;
    }
}
