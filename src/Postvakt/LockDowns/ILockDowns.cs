namespace Postvakt.LockDowns;

/// <summary>Reads lock-downs, from the store each time: one imposed on another node holds here from its next question on.</summary>
public interface ILockDowns
{
    /// <summary>Those that were not lifted, also past their end. At most 1,000: those that have no end last, and before them the newest.</summary>
    IReadOnlyList<LockDown> LockDowns();

    /// <summary>Those imposed after a time, also past their end or lifted, newest first, at most 1,000: links sent before them are dead.</summary>
    IReadOnlyList<LockDown> LockDownsSince(DateTimeOffset time);
}
