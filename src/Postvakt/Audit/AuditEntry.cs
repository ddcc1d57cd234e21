namespace Postvakt.Audit;

/// <summary>An event in the chain of its node.</summary>
/// <param name="Node">Who wrote it: each node of a shared store has a chain of its own.</param>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Hash">SHA-256 over the hash before it and the event; see <see cref="AuditChain"/>.</param>
public sealed record AuditEntry(string Node, long Number, AuditEvent Event, byte[] Hash);
