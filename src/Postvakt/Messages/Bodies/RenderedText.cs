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
