using MimeKit.Text;
using Postvakt.Documents.Html;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Scans;

/// <summary>What a page is made of, as far as rules ask: title, scripts, where it links to, how spans are styled.</summary>
public sealed class PageParts
{
    private const int MaxBytes = 2 << 20;
    private const int MaxEach = 500;
    private const int MaxValue = 8_192;

    private readonly List<PageScript> _scripts = [];
    private readonly List<string> _links = [];
    private readonly List<string> _styles = [];

    /// <summary>Null without one.</summary>
    public string? Title { get; private set; }

    public IReadOnlyList<PageScript> Scripts => _scripts;

    public IReadOnlyList<string> Links => _links;

    /// <summary>The attribute style of spans.</summary>
    public IReadOnlyList<string> SpanStyles => _styles;

    internal static PageParts Read(ReadOnlySpan<byte> content)
    {
        var parts = new PageParts();
        using var reader = new StringReader(HtmlSource.Spaced(TextBytes.Decode(content, MaxBytes)));
        var tokenizer = new HtmlTokenizer(reader) { DecodeCharacterReferences = true };
        HtmlTagToken? open = null;
        while (tokenizer.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken tag:
                    open = tag.IsEndTag || tag.IsEmptyElement ? null : tag;
                    if (!tag.IsEndTag) parts.Tag(tag);
                    break;
                case HtmlScriptDataToken script when parts._scripts.Count < MaxEach:
                    parts._scripts.Add(new PageScript(open is null ? null : Value(open, "language"), open is null ? null : Value(open, "type"), script.Data));
                    break;
                case HtmlDataToken data when open?.Id == HtmlTagId.Title && parts.Title is null:
                    parts.Title = Cut(data.Data.Trim());
                    break;
                default:
                    break;
            }
        }
        return parts;
    }

    private void Tag(HtmlTagToken tag)
    {
        if (tag.Id == HtmlTagId.A && Value(tag, "href") is { Length: > 0 } target && _links.Count < MaxEach) _links.Add(target);
        if (tag.Id == HtmlTagId.Span && Value(tag, "style") is { } style && _styles.Count < MaxEach) _styles.Add(style);
        // A script that is fetched has no text of its own and counts all the same.
        if (tag.Id == HtmlTagId.Script && Value(tag, "src") is { } source && _scripts.Count < MaxEach && tag.IsEmptyElement) _scripts.Add(new PageScript(Value(tag, "language"), Value(tag, "type"), source));
    }

    private static string? Value(HtmlTagToken tag, string name)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return Cut(attribute.Value ?? "");
        }
        return null;
    }

    private static string Cut(string text) => text.Length > MaxValue ? text[..MaxValue] : text;
}
