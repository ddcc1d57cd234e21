namespace Postvakt.Audit;

/// <summary>Reads what was decided. Entries are written together with what they are about, never alone.</summary>
public interface IAuditLog
{
    /// <summary>Nodes that have a chain.</summary>
    IReadOnlyList<string> AuditNodes();

    /// <summary>Entries of a node in order.</summary>
    /// <param name="after">Only those with a higher number.</param>
    /// <param name="max">At most so many; at most 1,000.</param>
    IReadOnlyList<AuditEntry> ReadAudit(string node, long after, int max);

    /// <summary>The newest entries, of one subject if it is not empty; newest first.</summary>
    /// <param name="max">At most so many; at most 1,000.</param>
    IReadOnlyList<AuditEntry> RecentAudit(string subject, int max);

    /// <summary>Entries that fit, newest first. Looks at a limited number of entries a call: see <see cref="AuditPage.Next"/>.</summary>
    AuditPage SearchAudit(AuditQuery query);

    /// <summary>Drops the entries of a node before a number, as long as there is that number; gives how many. Who verifies begins with it: see <see cref="AuditCheckpoint"/>. Commits by itself.</summary>
    long PruneAudit(string node, long before);
}
