namespace Postvakt.Conversations;

/// <summary>Somebody in a conversation.</summary>
/// <param name="Address">Empty where it is not known, or where it stands for several.</param>
/// <param name="Wrote">Mails written in it that count; 0 for whom only reads.</param>
/// <param name="IsForeign">Has no part in it.</param>
public sealed record SeenLane(string Address, int Wrote, bool IsForeign)
{
    /// <summary>How many people share this lane, or 0 for one.</summary>
    public int Others { get; init; }
}
