namespace Postvakt.Quarantine;

/// <summary>The list of held mail. It is changed by decisions; see <see cref="IDecisions"/>.</summary>
public interface IHeldItems
{
    /// <summary>The item, or null.</summary>
    QuarantineItem? FindHeld(string id);

    /// <summary>Items in a state, newest first.</summary>
    /// <param name="before">Only items held before this time, to turn pages; null begins with the newest.</param>
    /// <param name="max">At most so many; at most 1,000.</param>
    IReadOnlyList<QuarantineItem> ListHeld(QuarantineState state, DateTimeOffset? before, int max);
}
