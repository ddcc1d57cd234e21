namespace Postvakt.Messages.Bodies;

/// <summary>
/// A body part as the text a person reads: lines end in '\n', no-break and zero-width characters are folded,
/// and what the markup said about stretches of that text is kept beside it. All offsets are UTF-16 positions in
/// <see cref="Text"/>.
/// </summary>
public sealed record RenderedText(string Text, bool FromHtml, IReadOnlyList<QuoteMark> Quotes, IReadOnlyList<Anchor> Anchors)
{
    public static readonly RenderedText Empty = new("", false, [], []);

    /// <summary>True when a limit stopped the reading, so that text is missing at the end.</summary>
    public bool Truncated { get; init; }

    /// <summary>Observations about the markup itself, for example padding before a quote.</summary>
    public MarkupTraits Traits { get; init; }
}

/// <summary>A stretch of text that the markup says is quoted: a blockquote, or a mail program's quote container.</summary>
/// <param name="Start">Offset of the first character.</param>
/// <param name="End">Offset after the last character.</param>
/// <param name="Depth">1 for the outermost quote.</param>
public readonly record struct QuoteMark(int Start, int End, int Depth);

/// <summary>A hyperlink of the markup and the text it covers.</summary>
/// <param name="Start">Offset of the first covered character.</param>
/// <param name="End">Offset after the last covered character; equal to Start for an empty or image-only link.</param>
/// <param name="Target">The raw attribute value, entities decoded.</param>
/// <param name="Hidden">The markup hides it.</param>
public readonly record struct Anchor(int Start, int End, string Target, AnchorKind Kind, bool Hidden = false);

public enum AnchorKind
{
    Link,
    Form,
    Area,
    Refresh,
}

[Flags]
public enum MarkupTraits
{
    None = 0,

    /// <summary>Five or more empty line breaks in a row above a quote.</summary>
    BreakPadding = 1,

    /// <summary>The quoted mail stands in a pre element.</summary>
    PreformattedQuote = 2,

    /// <summary>Text that the markup hides (display:none, zero size, colour of the ground) was left out.</summary>
    HiddenText = 4,

    Script = 8,
    Form = 16,
}
