namespace Postvakt.Server.Configuration;

/// <summary>How people are reached in Microsoft Teams. Each way is off until it is named.</summary>
/// <param name="Tenant">Id of the tenant, which answers must come from; empty where neither bot nor chat is there.</param>
/// <param name="DeepLink">Whether pages and digests offer "Ask the sender in Teams".</param>
/// <param name="WebhookFile">File with the address of a Workflows webhook, which is a secret; or null: no channel is told.</param>
public sealed record TeamsConfig(string Tenant, bool DeepLink, TeamsBotConfig? Bot, TeamsChatConfig? Chat, string? WebhookFile)
{
    public static readonly TeamsConfig None = new("", false, null, null, null);

    /// <summary>Whether anybody can be reached.</summary>
    public bool IsOn => Bot is not null || Chat is not null || WebhookFile is not null;
}
