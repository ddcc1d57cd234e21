namespace Postvakt.Incidents;

/// <param name="State">"succeeded", "attempted", "clean" or "not enough log".</param>
/// <param name="Missing">Names of logs that would have told.</param>
public sealed record HuntOutcome(string Host, string Technique, string Title, string State, int Findings, IReadOnlyList<string> Missing);
