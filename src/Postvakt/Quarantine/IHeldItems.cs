namespace Postvakt.Quarantine;

/// <summary>The list of held mail. What is changed here is permanent with the next commit of the store that it belongs to.</summary>
public interface IHeldItems
{
    /// <summary>The item, or null.</summary>
    QuarantineItem? FindHeld(string id);

    /// <summary>Items in a state, newest first.</summary>
    /// <param name="before">Only items held before this time, to turn pages; null begins with the newest.</param>
    /// <param name="max">At most so many; at most 1,000.</param>
    IReadOnlyList<QuarantineItem> ListHeld(QuarantineState state, DateTimeOffset? before, int max);

    /// <summary>
    /// Changes the state of an item as it was read. False when somebody changed it since (its <see cref="QuarantineItem.Version"/> is another):
    /// read it again and decide anew.
    /// </summary>
    bool ChangeHeld(QuarantineItem item, QuarantineState state);
}
