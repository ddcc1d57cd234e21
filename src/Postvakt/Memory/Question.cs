namespace Postvakt.Memory;

/// <summary>Everything one mail asks of Memory, at once, so that a store can answer in one round.</summary>
public sealed class Question
{
    /// <summary>Arrival, seconds since 1970 UTC. Signals and sleep are measured from here.</summary>
    public required long At { get; init; }

    /// <summary>Keyed Message-ID, or 0.</summary>
    public required long Id { get; init; }

    /// <summary>Keyed ids that the mail says it answers, nearest first; at most 12.</summary>
    public required IReadOnlyList<long> Parents { get; init; }

    /// <summary>Keyed base subject, or 0 when it is empty or too short to mean anything.</summary>
    public required long Subject { get; init; }

    /// <summary>Keyed prints of each quoted message, newest quote first; at most 64 in all.</summary>
    public required IReadOnlyList<long[]> Quotes { get; init; }

    /// <summary>Lower-case address of the author, or empty.</summary>
    public required string Author { get; init; }

    /// <summary>Keyed display name of the author, or 0.</summary>
    public required long AuthorName { get; init; }

    /// <summary>Addresses in To and Cc; at most 30.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>Registrable domains linked from authored text or signature; at most 20.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Registrable domains linked from quoted text; at most 10. They teach nothing.</summary>
    public required IReadOnlyList<string> QuotedHosts { get; init; }

    /// <summary>Keyed campaign marks (host, path shape, attachment shape, wording, sender); at most 24.</summary>
    public required IReadOnlyList<long> Signals { get; init; }
}
