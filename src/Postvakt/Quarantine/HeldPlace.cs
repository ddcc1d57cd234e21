namespace Postvakt.Quarantine;

/// <summary>A place in the list of held mail, which is ordered by time and id, both falling.</summary>
public sealed record HeldPlace(DateTimeOffset HeldAt, string Id);
