namespace Postvakt.Server.Configuration;

/// <summary>What the organisation tells of itself when it shares.</summary>
/// <param name="Organisation">Its name as partners know it; empty: its first domain.</param>
/// <param name="OwnDomains">Whether what is shared may name its domains.</param>
public sealed record SharingConfig(string Organisation, bool OwnDomains)
{
    public static SharingConfig Default { get; } = new("", false);

    /// <summary>200: as long as a report's name.</summary>
    private const int MaxName = 200;

    internal static SharingConfig Read(ConfigSection sharing)
    {
        var config = new SharingConfig(sharing.Text("organisation"), sharing.Switch("own_domains", false));
        if (config.Organisation.Length > MaxName || config.Organisation.Any(char.IsControl)) sharing.Fault("organisation", "at most 200 characters without control characters");
        sharing.End();
        return config;
    }
}
