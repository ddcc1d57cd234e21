namespace Postvakt.Quarantine;

/// <summary>A page of held mail.</summary>
/// <param name="Items">Newest first. May be fewer than asked for, or none, where much was looked at and little fitted: <paramref name="Next"/> goes on.</param>
/// <param name="Next">Where the next page begins after, or null when there is none.</param>
public sealed record HeldPage(IReadOnlyList<QuarantineItem> Items, HeldPlace? Next);
