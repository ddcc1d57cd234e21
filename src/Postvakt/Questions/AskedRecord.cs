namespace Postvakt.Questions;

/// <summary>What must be known of a recorded mail to ask its sender.</summary>
/// <param name="Id">Of the record.</param>
/// <param name="From">Author address.</param>
/// <param name="Campaign">Its name, or empty.</param>
/// <param name="At">When the mail came.</param>
public sealed record AskedRecord(string Id, string From, string Campaign, DateTimeOffset At)
{
    /// <summary>Id of the incident that it is asked for; empty: the active one that the mail or its campaign belongs to, if any.</summary>
    public string Incident { get; init; } = "";
}
