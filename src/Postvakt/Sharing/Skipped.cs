namespace Postvakt.Sharing;

/// <summary>Something in a file of others that was not taken, and why.</summary>
/// <param name="What">Its id, line or place; at most 200 characters, as found: escape before showing.</param>
public sealed record Skipped(string What, string Why);
