using Postvakt.Hunts;

namespace Postvakt.Incidents;

/// <summary>Some lines of a hunt.</summary>
public sealed record HuntLines(string Incident, IReadOnlyList<HuntLine> Lines);
