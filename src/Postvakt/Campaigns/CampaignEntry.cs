using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Campaigns;

/// <summary>What people or the watch said about a campaign. Which mails are of it stands in their records, under its name.</summary>
/// <param name="Name">As records have it: "links /a/N".</param>
/// <param name="Label">What people call it, or empty; at most <see cref="MaxLabel"/> characters.</param>
/// <param name="Into">Name of the campaign that it was joined to, or empty.</param>
/// <param name="ProposedAt">When an incident was proposed for it, or null.</param>
public sealed record CampaignEntry(string Name, string Label, string Into, DateTimeOffset? ProposedAt)
{
    /// <summary>Kind in the register; its id is the name.</summary>
    public const string Kind = "campaign";

    public const int MaxLabel = 100;

    public static string KeyInto(string name) => "into:" + name;

    /// <summary>Throws <see cref="JsonException"/> for an entry that is none.</summary>
    public static CampaignEntry Of(RegisterEntry entry) => JsonSerializer.Deserialize<CampaignEntry>(entry.Json) ?? throw new JsonException("an empty campaign");

    public RegisterChange Change(long version) => new(Kind, Name, JsonSerializer.Serialize(this), version) { Keys = Into.Length > 0 ? [KeyInto(Into)] : [] };
}
