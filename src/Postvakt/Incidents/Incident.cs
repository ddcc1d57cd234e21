using System.Text.Json;
using Postvakt.Detection;
using Postvakt.Registers;

namespace Postvakt.Incidents;

/// <summary>What responders work on. Holds no text of a mail.</summary>
/// <param name="Id">See <see cref="TimedId"/>.</param>
/// <param name="Title">In the words of who opened it; at most <see cref="MaxTitle"/> characters.</param>
/// <param name="KnownAt">From when on the organisation knew: clocks of authorities run from here.</param>
/// <param name="By">Who opened it or, while it is proposed, what proposed it.</param>
public sealed record Incident(string Id, string Title, IncidentState State, DateTimeOffset KnownAt, string By)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = Postvakt.Campaigns.IncidentOf.Kind;

    /// <summary>Characters of a title.</summary>
    public const int MaxTitle = 200;

    /// <summary>Campaigns, accounts and records that it names, each. 100: the mails themselves are found by their campaign.</summary>
    public const int MaxNamed = 100;

    /// <summary>Under which it is found beside all others while it is not over.</summary>
    public const string Active = "active";

    public Severity Severity { get; init; } = Severity.Medium;

    /// <summary>Why it is as severe as it is; see <see cref="IncidentSign"/>.</summary>
    public IReadOnlyList<IncidentSign> Signs { get; init; } = [];

    public IReadOnlyList<string> Campaigns { get; init; } = [];

    /// <summary>Addresses of accounts that seem taken over.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>Ids of records that it began with, or that belong to no campaign.</summary>
    public IReadOnlyList<string> Records { get; init; } = [];

    /// <summary>What became of the steps of the playbook, by their ids; a step that is missing is open.</summary>
    public IReadOnlyDictionary<string, StepMark> Steps { get; init; } = new Dictionary<string, StepMark>();

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What happened and what is learned from it, as it was closed or dismissed.</summary>
    public string Conclusion { get; init; } = "";

    public bool IsActive => State is IncidentState.Proposed or IncidentState.Open;

    /// <summary>Throws <see cref="JsonException"/> for an entry that is none.</summary>
    public static Incident Of(RegisterEntry entry) => JsonSerializer.Deserialize<Incident>(entry.Json) ?? throw new JsonException("an empty incident");

    /// <summary>The change that keeps it, found under what it names.</summary>
    public RegisterChange Change(long version) => new(Kind, Id, JsonSerializer.Serialize(this), version)
    {
        // What others would join: only while it is active, and as many as an entry is found under.
        Keys = IsActive ? [Active, .. Campaigns.Select(CampaignKey).Concat(Accounts.Select(AccountKey)).Concat(Records.Select(RecordKey)).Where(k => k.Length <= 200).Distinct(StringComparer.Ordinal).Take(19)] : [],
    };

    public static string CampaignKey(string campaign) => "campaign:" + campaign;

    public static string AccountKey(string address) => "account:" + address.ToLowerInvariant();

    public static string RecordKey(string record) => "record:" + record;

    /// <summary>Under which everything that belongs to it is found.</summary>
    public static string KeyOf(string id) => "incident:" + id;
}
