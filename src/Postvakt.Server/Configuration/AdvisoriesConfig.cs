namespace Postvakt.Server.Configuration;

/// <summary>How advisories are sent.</summary>
/// <param name="PerMinute">Copies a minute. 300: a company of 30,000 is told within two hours, and its mail server has other things to do.</param>
public sealed record AdvisoriesConfig(int PerMinute)
{
    public static readonly AdvisoriesConfig Default = new(300);

    internal static AdvisoriesConfig Read(ConfigSection section)
    {
        var config = new AdvisoriesConfig(section.Number("per_minute", Default.PerMinute, 1, 100_000));
        section.End();
        return config;
    }
}
