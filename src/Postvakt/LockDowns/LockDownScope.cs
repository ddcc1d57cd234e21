namespace Postvakt.LockDowns;

/// <summary>What a lock-down covers. The values are stored; do not renumber.</summary>
public enum LockDownScope
{
    /// <summary>All held mail.</summary>
    Everybody = 0,

    /// <summary>Mail of one campaign.</summary>
    Campaign = 1,

    /// <summary>Mail to somebody of one group of the Directory.</summary>
    Group = 2,
}
