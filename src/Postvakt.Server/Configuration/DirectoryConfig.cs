namespace Postvakt.Server.Configuration;

/// <summary>Where it is written down who belongs to the organisation. Exactly one of <see cref="People"/>, <see cref="Ldap"/> and <see cref="Graph"/>.</summary>
public sealed record DirectoryConfig
{
    /// <summary>People as a CSV file, or null.</summary>
    public string? People { get; init; }

    public LdapConfig? Ldap { get; init; }

    public GraphConfig? Graph { get; init; }

    /// <summary>Partners and sister organisations as a CSV file, whatever people come from; null: none.</summary>
    public string? Partners { get; init; }

    /// <summary>How often the source is read. 1 h.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromHours(1);
}
