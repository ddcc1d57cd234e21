using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Incidents;

/// <summary>What was told to whom and when.</summary>
/// <param name="At">When it was told, which may be before it was noted.</param>
/// <param name="Whom">A name or address.</param>
/// <param name="Text">What was said; at most <see cref="MaxText"/> characters.</param>
public sealed record Statement(string Incident, Audience Audience, string Whom, string Text, DateTimeOffset At, string By)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "incident-statement";

    /// <summary>Characters of the text. 8,000: two pages.</summary>
    public const int MaxText = 8_000;

    public RegisterChange Change(DateTimeOffset now) => new(Kind, TimedId.New("statement", now), JsonSerializer.Serialize(this), 0) { Keys = [Incidents.Incident.KeyOf(Incident)] };

    /// <summary>Keeps it as it is now, in place of an entry.</summary>
    internal RegisterChange Again(RegisterEntry entry) => new(Kind, entry.Id, JsonSerializer.Serialize(this), entry.Version) { Keys = [Incidents.Incident.KeyOf(Incident)] };

    /// <summary>Throws <see cref="JsonException"/> for an entry that is none.</summary>
    public static Statement Of(RegisterEntry entry) => JsonSerializer.Deserialize<Statement>(entry.Json) ?? throw new JsonException("an empty statement");
}
