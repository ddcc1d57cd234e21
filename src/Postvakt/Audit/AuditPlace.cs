namespace Postvakt.Audit;

/// <summary>A place in the audit, newest first: what comes before it in time is found by it.</summary>
public sealed record AuditPlace(DateTimeOffset At, long Number, string Node);
