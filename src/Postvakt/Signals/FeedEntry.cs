namespace Postvakt.Signals;

/// <summary>What is known by heart of an indicator of a feed. Small: there may be millions.</summary>
/// <param name="Until">Seconds since 1970; 32 bits without a sign last until 2106.</param>
/// <param name="From">The same.</param>
public readonly record struct FeedEntry(Guid Id, uint From, uint Until, byte Confidence)
{
    public bool Holds(uint now) => From <= now && now < Until;
}
