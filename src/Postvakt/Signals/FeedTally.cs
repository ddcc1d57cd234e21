namespace Postvakt.Signals;

/// <summary>What is held of one feed.</summary>
/// <param name="Version">Counts the changes of its indicators.</param>
/// <param name="Held">Indicators, those set aside too.</param>
/// <param name="Aside">Of them, those that mail is not looked through for.</param>
public sealed record FeedTally(string Feed, long Version, long Held, long Aside);
