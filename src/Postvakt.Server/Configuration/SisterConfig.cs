namespace Postvakt.Server.Configuration;

/// <summary>An organisation of the same group that runs a Postvakt too.</summary>
/// <param name="Inbox">Its TAXII inbox, or null: nothing is handed to it.</param>
/// <param name="Account">Name of the account here whose token it hands in with; empty: it hands in nothing.</param>
/// <param name="Campaigns">Whether it is told of campaigns that a person confirmed.</param>
/// <param name="Incidents">Whether it is told of incidents that a person opened.</param>
public sealed record SisterConfig(string Name, FeedServerConfig? Inbox, string Account, bool Campaigns, bool Incidents);
