namespace Postvakt.Audit;

/// <param name="Next">Where to go on, or null at the end. Given too when fewer than asked for were found among those that were looked at.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, AuditPlace? Next);
