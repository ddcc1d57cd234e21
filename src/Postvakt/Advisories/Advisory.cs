using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Advisories;

/// <summary>
/// A warning to people: what goes round, what it looks like, what to do. The example is real and harmless: its link and file names are made unclickable, and of who wrote to
/// whom about what nothing is kept, since everybody gets it.
/// </summary>
public sealed record Advisory
{
    public const string Kind = "advisory";

    /// <summary>Under which those are found that people are shown.</summary>
    public const string ActiveKey = "active";

    /// <summary>Advisories that are looked through for those that hold. 100: those of other groups and past their end are among them.</summary>
    private const int MaxLooked = 100;

    public required string Id { get; init; }

    /// <summary>Name of a group of the Directory, or empty: everybody.</summary>
    public required string Group { get; init; }

    /// <summary>Ids of the records that it was composed from; at most <see cref="AdvisoryIssues.MaxRecords"/>.</summary>
    public required IReadOnlyList<string> Records { get; init; }

    public string Campaign { get; init; } = "";

    public string Incident { get; init; } = "";

    public required IReadOnlyList<AdvisoryClue> Clues { get; init; }

    /// <summary>A real link, made unclickable, or empty.</summary>
    public string ExampleLink { get; init; } = "";

    /// <summary>Name of a real attachment, made unclickable, or empty.</summary>
    public string ExampleFile { get; init; } = "";

    /// <summary>Words of who drafted it, as they are, in one language; or empty.</summary>
    public string Note { get; init; } = "";

    public bool ByMail { get; init; } = true;

    /// <summary>To the channel, and by the bot to whom it is installed for.</summary>
    public bool ByTeams { get; init; }

    public AdvisoryState State { get; init; }

    public required string DraftedBy { get; init; }

    public required DateTimeOffset DraftedAt { get; init; }

    public string ApprovedBy { get; init; } = "";

    public DateTimeOffset? ApprovedAt { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    /// <summary>People are shown it until then, in digests and pages.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Whether people are shown it now.</summary>
    public bool IsActive(DateTimeOffset now) => State is AdvisoryState.Sending or AdvisoryState.Sent && now < Until;

    /// <summary>Whether it is for who is in these groups.</summary>
    public bool IsFor(IReadOnlyCollection<string> groups) => Group.Length == 0 || groups.Contains(Group, StringComparer.OrdinalIgnoreCase);

    public static Advisory? Find(IRegister register, string id) => register.FindRegistered(Kind, id) is { } entry ? Of(entry) : null;

    public static Advisory Of(RegisterEntry entry) => JsonSerializer.Deserialize<Advisory>(entry.Json) ?? throw new JsonException("an empty advisory");

    /// <summary>Those that people in these groups are shown now, newest first.</summary>
    public static IReadOnlyList<Advisory> Active(IRegister register, IReadOnlyCollection<string> groups, DateTimeOffset now) =>
        [.. register.RegisteredUnder(Kind, ActiveKey, "", MaxLooked).Select(Of).Where(a => a.IsActive(now) && a.IsFor(groups)).Take(AdvisoryIssues.MaxActive)];

    /// <param name="version">Of the entry as it was read; 0 for a new one.</param>
    internal RegisterChange Change(long version) => new(Kind, Id, JsonSerializer.Serialize(this), version) { Keys = [.. Keys()] };

    private IEnumerable<string> Keys()
    {
        if (State is AdvisoryState.Sending or AdvisoryState.Sent) yield return ActiveKey;
        if (Campaign.Length is > 0 and <= 190) yield return "campaign:" + Campaign;
        if (Incident.Length > 0) yield return "incident:" + Incident;
        foreach (var record in Records.Take(15)) yield return "record:" + record;
    }
}
