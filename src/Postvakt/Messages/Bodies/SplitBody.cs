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

/// <param name="Kind">What this stretch is.</param>
/// <param name="Start">Offset of the first character in the rendered text.</param>
/// <param name="End">Offset after the last character.</param>
/// <param name="Quote">Index into <see cref="SplitBody.Quotes"/> for attribution and quoted text, else -1.</param>
public readonly record struct Segment(SegmentKind Kind, int Start, int End, int Quote);

public enum SegmentKind
{
    /// <summary>Written by the sender of this mail.</summary>
    Authored,

    /// <summary>"On …, X wrote:" lines and From/Sent/To/Subject blocks that introduce a quote.</summary>
    Attribution,

    Quoted,

    Signature,

    /// <summary>Legal or confidentiality text that a gateway or program adds.</summary>
    Disclaimer,

    /// <summary>Footer of a mailing list, or an advertisement of a mail program or provider.</summary>
    Footer,
}

/// <summary>A message quoted in another one, as far as the quote says what it is.</summary>
/// <param name="Depth">1 for the message directly answered or forwarded, 2 for the one quoted in it, and so on.</param>
/// <param name="Author">Display name stated by the attribution, or null.</param>
/// <param name="Address">Address stated by the attribution, or null.</param>
/// <param name="DateText">The date as written, or null. It is not parsed: forms differ by language and program.</param>
/// <param name="Subject">Subject stated by a header block, or null.</param>
/// <param name="Text">Quoted text with quote marks taken off and without deeper quotes.</param>
public sealed record QuotedMessage(int Depth, string? Author, string? Address, string? DateText, string? Subject, string Text)
{
    /// <summary>To lines of a header block as written, or null.</summary>
    public string? To { get; init; }

    /// <summary>Its Cc lines, or null.</summary>
    public string? Cc { get; init; }

    /// <summary>To and Cc lines of a header block as written, or null.</summary>
    public string? Recipients => To is null ? Cc : Cc is null ? To : $"{To}; {Cc}";

    /// <summary>The language code of the attribution line or header block (ISO 639-1), or null.</summary>
    public string? Language { get; init; }

    /// <summary>True when the block is announced as forwarded ("Forwarded message", "Weitergeleitete Nachricht").</summary>
    public bool Forwarded { get; init; }
}
