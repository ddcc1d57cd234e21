using System.Globalization;
using System.Text.Json;
using Postvakt.Hunts;
using Postvakt.Indicators;
using Postvakt.Registers;

namespace Postvakt.Incidents;

/// <summary>What an incident keeps of a hunt through logs. Its lines are entries of their own.</summary>
/// <param name="Hunt">"exchange", "endpoint" or "m365".</param>
/// <param name="Findings">How many there were, also those that are not kept.</param>
/// <param name="Kept">Lines that are kept.</param>
/// <param name="Indicators">What mail could be looked through for; nobody looks before a person says so.</param>
public sealed record IncidentHunt(string Id, string Incident, DateTimeOffset At, string By, string Hunt, long Files, long Events, long Findings, int Kept, IReadOnlyList<HuntOutcome> Outcomes, IReadOnlyList<Indicator> Indicators, IReadOnlyList<string> Credits)
{
    /// <summary>Kinds in the register.</summary>
    public const string Kind = "incident-hunt", LinesKind = "incident-hunt-lines";

    /// <summary>Lines that one hunt leaves. 1,000: the gravest; the whole stays with who ran it.</summary>
    public const int MaxLines = 1_000;

    /// <summary>Hunts of one incident. 50.</summary>
    public const int MaxHunts = 50;

    /// <summary>Outcomes, and credits, of one hunt. 200.</summary>
    public const int MaxOutcomes = 200;

    /// <summary>Characters of an entry with lines: below the 64 KiB of one, whatever their script.</summary>
    private const int MaxEntry = 60_000;

    /// <summary>Throws <see cref="JsonException"/> for an entry that is none.</summary>
    public static IncidentHunt Of(RegisterEntry entry) => JsonSerializer.Deserialize<IncidentHunt>(entry.Json) ?? throw new JsonException("an empty hunt");

    /// <summary>Throws <see cref="JsonException"/> for an entry that is none.</summary>
    public static HuntLines LinesOf(RegisterEntry entry) => JsonSerializer.Deserialize<HuntLines>(entry.Json) ?? throw new JsonException("empty lines");

    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<IncidentHunt> All(IRegister register, string incident) => [.. register.RegisteredUnder(Kind, Incidents.Incident.KeyOf(incident), "", MaxHunts).Select(Of).Reverse()];

    /// <summary>Of all hunts of an incident, by time.</summary>
    public static IReadOnlyList<HuntLine> Lines(IRegister register, string incident) =>
        [.. register.RegisteredUnder(LinesKind, Incidents.Incident.KeyOf(incident), "", 1_000).SelectMany(e => LinesOf(e).Lines).OrderBy(l => l.At is null).ThenBy(l => l.At)];

    /// <summary>The changes that keep it with its lines.</summary>
    internal IEnumerable<RegisterChange> Changes(IReadOnlyList<HuntLine> lines)
    {
        yield return Keep(Incident, Kind, Id, JsonSerializer.Serialize(this), 0);
        var (some, length, number) = (new List<HuntLine>(), 0, 0);
        foreach (var line in lines)
        {
            var size = JsonSerializer.SerializeToUtf8Bytes(line).Length + 1;
            if (some.Count > 0 && length + size > MaxEntry)
            {
                yield return Part();
                (some, length) = ([], 0);
            }
            some.Add(line);
            length += size;
        }
        if (some.Count > 0) yield return Part();

        RegisterChange Part() => Keep(Incident, LinesKind, string.Create(CultureInfo.InvariantCulture, $"{Id}/{number++:0000}"), JsonSerializer.Serialize(new HuntLines(Incident, some)), 0);
    }

    /// <summary>Keeps an entry of either kind.</summary>
    internal static RegisterChange Keep(string incident, string kind, string id, string json, long version) => new(kind, id, json, version) { Keys = [Incidents.Incident.KeyOf(incident)] };
}
