namespace Postvakt.Storage.Sqlite;

/// <summary>How a Memory file stands.</summary>
/// <param name="Version">Format of the file.</param>
/// <param name="KeyId">Name of the key it was made with, or null if it has none yet.</param>
/// <param name="Damage">What SQLite's quick check found, or null when whole.</param>
public sealed record MemoryState(long Version, string? KeyId, string? Damage, long Messages, long Trusted, DateTimeOffset? Oldest, DateTimeOffset? Newest);
