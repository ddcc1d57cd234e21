namespace Postvakt.LockDowns;

/// <summary>Reads lock-downs, from the store each time: one imposed on another node holds here from its next question on.</summary>
public interface ILockDowns
{
    /// <summary>Those that were not lifted, oldest first, also past their end. At most 1,000.</summary>
    IReadOnlyList<LockDown> LockDowns();
}
