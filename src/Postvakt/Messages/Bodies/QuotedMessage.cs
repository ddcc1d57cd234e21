namespace Postvakt.Messages.Bodies;

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
