namespace Postvakt.Server.Directories;

/// <summary>How the Directory stands.</summary>
/// <param name="Source">Kind and place; no secret.</param>
/// <param name="TakenAt">When the source gave what holds now, or null: nothing was ever taken over.</param>
/// <param name="LastAttempt">When the source was last read, or null: never yet.</param>
/// <param name="LastError">Why the last attempt changed nothing, a sentence, or null.</param>
public sealed record DirectoryStatus(string Source, int People, int Partners, DateTimeOffset? TakenAt, DateTimeOffset? LastAttempt, string? LastError);
