using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Incidents;

/// <summary>One line of an incident's timeline. Holds no text of a mail.</summary>
/// <param name="What">Key of the sentence that says it.</param>
/// <param name="Values">What the sentence is filled with.</param>
public sealed record IncidentEvent(string Incident, DateTimeOffset At, string By, string What, IReadOnlyList<string> Values)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "incident-event";

    /// <summary>Characters of a value. 1,000: a paragraph.</summary>
    public const int MaxValue = 1_000;

    public RegisterChange Change() => new(Kind, TimedId.New("event", At), JsonSerializer.Serialize(this), 0) { Keys = [Incidents.Incident.KeyOf(Incident)] };

    /// <summary>Keeps the line as it is now, in place of an entry.</summary>
    internal RegisterChange Again(RegisterEntry entry) => new(Kind, entry.Id, JsonSerializer.Serialize(this), entry.Version) { Keys = [Incidents.Incident.KeyOf(Incident)] };

    /// <summary>Throws <see cref="JsonException"/> for an entry that is none.</summary>
    public static IncidentEvent Of(RegisterEntry entry) => JsonSerializer.Deserialize<IncidentEvent>(entry.Json) ?? throw new JsonException("an empty event");
}
