namespace Postvakt.Server.Configuration;

/// <summary>What is posted.</summary>
public enum WebhookBody
{
    /// <summary>A line of JSON for each event.</summary>
    Lines,

    /// <summary>A text message for Slack.</summary>
    Slack,

    /// <summary>A card for a Workflows webhook of Teams.</summary>
    Teams,
}
