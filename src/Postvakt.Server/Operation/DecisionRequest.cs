namespace Postvakt.Server.Operation;

/// <summary>What an operator wants decided.</summary>
/// <param name="Action">"release", "emergency-release", "delete", "lock" or "unlock".</param>
/// <param name="Subject">Id of a held mail, or the campaign that a lock-down is of; empty for everybody.</param>
/// <param name="Recipients">For a release to some; empty for all.</param>
/// <param name="Until">When a lock-down ends by itself, or null.</param>
public sealed record DecisionRequest(string Action, string Subject, string Reason, IReadOnlyList<string> Recipients, DateTimeOffset? Until);
