namespace Postvakt.Server.Outlook;

/// <summary>What the add-in's page sends.</summary>
internal sealed record OutlookReport
{
    /// <summary>"exchange" or "entra".</summary>
    public string? Kind { get; init; }

    public string? Token { get; init; }

    /// <summary>The address that Outlook says is the user's: a word to be checked.</summary>
    public string? Address { get; init; }

    public string? MessageId { get; init; }

    /// <summary>Author of the mail.</summary>
    public string? From { get; init; }

    public IReadOnlyList<string>? Says { get; init; }
}
