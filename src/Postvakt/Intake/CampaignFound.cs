namespace Postvakt.Intake;

/// <summary>The campaign that a mail is of.</summary>
/// <param name="Name">Empty for none.</param>
/// <param name="Keys">What the mail is found by.</param>
/// <param name="Unnamed">Ids of records that are of it too and did not know.</param>
internal sealed record CampaignFound(string Name, IReadOnlyList<CampaignKey> Keys, IReadOnlyList<string> Unnamed);
