namespace Postvakt.Incidents;

/// <summary>One thing to do.</summary>
/// <param name="Id">By which an incident notes that it is done.</param>
/// <param name="Title">What to do, in one line.</param>
/// <param name="Why">Why, and what to watch.</param>
/// <param name="Command">The verb that does it, or empty: a person does it elsewhere.</param>
public sealed record PlaybookStep(string Id, string Title, string? Why, string? Command);
