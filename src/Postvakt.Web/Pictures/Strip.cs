namespace Postvakt.Web.Pictures;

/// <summary>One row of columns in a picture over time: its own scale, the time of all.</summary>
/// <param name="Look">Class of its colour: "plain", "warn" or "bad".</param>
/// <param name="Values">One for each stretch of time, none below 0.</param>
public sealed record Strip(string Name, string Look, IReadOnlyList<long> Values);
