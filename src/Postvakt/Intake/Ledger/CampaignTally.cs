namespace Postvakt.Intake.Ledger;

/// <summary>How much of a campaign was recorded since the time that was asked for.</summary>
/// <param name="Malicious">Of <paramref name="Mails"/>, those whose verdict was or became malicious.</param>
public sealed record CampaignTally(string Name, long Mails, long Malicious, DateTimeOffset First, DateTimeOffset Last);
