namespace Postvakt.Messages.Bodies;

/// <summary>One body, split into what the sender wrote and what he quotes.</summary>
/// <param name="Rendered">The text that all offsets speak of.</param>
/// <param name="Segments">Covers the whole text in order, without gaps; adjacent segments differ in kind or quote.</param>
/// <param name="Quotes">The quoted messages, newest first as they stand in the text.</param>
public sealed record SplitBody(RenderedText Rendered, IReadOnlyList<Segment> Segments, IReadOnlyList<QuotedMessage> Quotes)
{
    public static readonly SplitBody Empty = new(RenderedText.Empty, [], []);

    /// <summary>What the sender wrote himself, without signature, disclaimer, footer and attribution lines; trimmed.</summary>
    public string Authored { get; init; } = "";

    /// <summary>True for the text of a message that the mail carries as a part (message/rfc822).</summary>
    public bool Enclosed { get; init; }

    /// <summary>The part that it was read from; null where it was made of something else.</summary>
    public BodySource? Source { get; init; }

    /// <summary>Signature block of the sender (not of quoted people), or empty.</summary>
    public string Signature { get; init; } = "";

    /// <summary>What a ticket system would show of this mail: own text with the quotes it answers between, without signature; computed on each call.</summary>
    public string ReadReply() => ReplyText.Of(this);
}
