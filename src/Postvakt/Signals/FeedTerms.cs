namespace Postvakt.Signals;

/// <summary>What an operator says of a feed, as far as matching asks for it.</summary>
/// <param name="SuspiciousFrom">Confidence from which a match makes a mail suspicious; below it the match is only noted.</param>
public sealed record FeedTerms(FeedClass Class, int SuspiciousFrom)
{
    /// <summary>Usual for a class: a sister's people looked at it, a public list may hold anything.</summary>
    public static FeedTerms Usual(FeedClass standing) => new(standing, standing switch { FeedClass.Sister => 50, FeedClass.Partner => 75, _ => 90 });
}
