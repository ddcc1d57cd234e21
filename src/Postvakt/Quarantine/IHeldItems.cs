namespace Postvakt.Quarantine;

/// <summary>The list of held mail. It is changed by decisions; see <see cref="IDecisions"/>.</summary>
public interface IHeldItems
{
    /// <summary>The item, or null.</summary>
    QuarantineItem? FindHeld(string id);

    /// <summary>A page of held mail, newest first. What it costs does not grow with the number of items held.</summary>
    HeldPage SearchHeld(HeldQuery query);
}
