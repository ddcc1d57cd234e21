namespace Postvakt.Signals;

/// <summary>An indicator with its place among the changes of its feed.</summary>
public sealed record FeedRow(FeedPlace Place, FeedIndicator Indicator);
