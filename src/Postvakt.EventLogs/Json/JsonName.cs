namespace Postvakt.EventLogs.Json;

/// <summary>What becomes of a value at one path of a JSON object.</summary>
/// <param name="Name">Of the field.</param>
/// <param name="Use">What else its text is.</param>
/// <param name="Also">A second name under which rules know it; null mostly.</param>
/// <param name="TimeRank">The smaller, the better it says when the event happened; 0 when it does not.</param>
internal sealed record JsonName(string Name, JsonUse Use = JsonUse.Plain, string? Also = null, int TimeRank = 0);
