using Postvakt.Intake;

namespace Postvakt.Server.Api;

/// <summary>Takes a campaign apart: what was joined to another one, or by a trait, or these records out of it.</summary>
/// <param name="By">Split by this trait: "link", "wording", "archive", "document", "picture"; else null.</param>
/// <param name="Records">Ids of records that become a campaign of their own, or null.</param>
public sealed record CampaignPartRequest(string? Name, CampaignTrait? By, IReadOnlyList<string>? Records, string? Reason);
