using Postvakt.Directories;
using Postvakt.LockDowns;

namespace Postvakt.Quarantine;

/// <summary>The groups that a lock-down may cover a mail by.</summary>
public static class LockedGroups
{
    /// <summary>
    /// Groups of those the mail goes to, and besides every locked group that the directory does not know at this moment (its source is down, the group was renamed, this
    /// node has none): nobody knows who is in it, so everybody may be.
    /// </summary>
    public static IReadOnlyList<string> Of(ILockDowns lockDowns, DirectorySnapshot directory, IEnumerable<string> recipients, DateTimeOffset now)
    {
        var unknown = lockDowns.LockDowns().Where(l => l.Scope == LockDownScope.Group && l.Holds(now) && !directory.HasGroup(l.Target)).Select(l => l.Target);
        return [.. directory.GroupsOf(recipients).Concat(unknown).Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
