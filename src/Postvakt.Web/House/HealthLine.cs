namespace Postvakt.Web.House;

/// <summary>How one part stands.</summary>
/// <param name="Name">In English, as "postvakt doctor" calls it.</param>
/// <param name="Text">For an operator: what is, and if it is not well, what mends it.</param>
public sealed record HealthLine(string Name, HealthState State, string Text);
