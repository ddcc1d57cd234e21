namespace Postvakt.EventLogs;

/// <summary>Something that could not be read as it stands.</summary>
/// <param name="Where">Where it begins.</param>
/// <param name="What">One sentence.</param>
public sealed record LogProblem(LogPosition Where, string What);
