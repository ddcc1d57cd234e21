namespace Postvakt.Audit;

/// <summary>Which entries of the audit are looked for; what is empty or null leaves them all.</summary>
public sealed record AuditQuery
{
    /// <summary>Entries that one call looks at, where nothing but reading tells whether they fit. 20,000: some 30 ms.</summary>
    public const int MaxLooked = 20_000;

    /// <summary>Part of the actor's name, in any case.</summary>
    public string Actor { get; init; } = "";

    public string Action { get; init; } = "";

    public string Subject { get; init; } = "";

    public DateTimeOffset? From { get; init; }

    /// <summary>Not itself.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Where to go on, or null to begin with the newest.</summary>
    public AuditPlace? Before { get; init; }

    /// <summary>At most so many; at most 1,000.</summary>
    public int Max { get; init; } = 50;
}
