namespace Postvakt.Sharing.Making;

/// <summary>What a report is about.</summary>
/// <param name="Kind">incident or campaign.</param>
/// <param name="Id">Of the incident, or the campaign's name.</param>
/// <param name="Title">In words that may be told; empty: what its campaign is called.</param>
/// <param name="OpenedAt">When the incident was opened; null for a campaign, which begins with its first mail.</param>
/// <param name="Accounts">Addresses of accounts that were taken over: victims.</param>
public sealed record SharedSubject(string Kind, string Id, string Title, DateTimeOffset? OpenedAt, IReadOnlyList<string> Accounts);
