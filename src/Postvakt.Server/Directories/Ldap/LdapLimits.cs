namespace Postvakt.Server.Directories.Ldap;

/// <summary>How long and how much. A server that is slow or silent must not keep what waits for it.</summary>
internal sealed record LdapLimits
{
    /// <summary>Until the connection stands, with TLS. 10 s.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the next message of an answer. 60 s: servers think before the first page.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For everything. 15 min.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Bytes of one message. 16 MiB: a group of 200,000.</summary>
    public int MaxMessage { get; init; } = 16 << 20;

    /// <summary>Bytes of all messages together. 1 GiB, a million people: entries are kept until the last has come, and a server may send them without end.</summary>
    public long MaxWhole { get; init; } = 1L << 30;

    /// <summary>Entries on a page. 500: Active Directory gives 1,000 at the most (MaxPageSize), OpenLDAP 500 (sizelimit).</summary>
    public int Page { get; init; } = 500;
}
