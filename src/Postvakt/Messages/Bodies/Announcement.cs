namespace Postvakt.Messages.Bodies;

/// <summary>Lines that introduce a quote, and what they say about it.</summary>
/// <param name="Last">Index of the last line.</param>
internal sealed record Announcement(int First, int Last)
{
    public string? Author { get; init; }
    public string? Address { get; init; }
    public string? DateText { get; init; }
    public string? Subject { get; init; }
    public string? To { get; init; }
    public string? Cc { get; init; }
    public string? Language { get; init; }
    public bool Forwarded { get; init; }

    /// <summary>True for "X wrote:"; false for header blocks and dividers, after which quotes carry no marks.</summary>
    public bool IsLine { get; init; }
}
