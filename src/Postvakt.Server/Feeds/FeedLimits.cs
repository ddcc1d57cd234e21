namespace Postvakt.Server.Feeds;

/// <summary>How long and how much of one reading. Whoever runs a feed may be broken into.</summary>
internal sealed record FeedLimits
{
    public static FeedLimits Default { get; } = new();

    /// <summary>One request with its answer. 60 s.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Everything. 10 min: what is not read by then is read next time, from where it ended.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Bytes of one answer, unpacked. 64 MiB: a list of half a million links.</summary>
    public int MaxAnswer { get; init; } = 64 << 20;

    /// <summary>Pages of one reading. 500.</summary>
    public int Pages { get; init; } = 500;

    /// <summary>Bytes of all pages. 256 MiB.</summary>
    public long MaxPages { get; init; } = 256L << 20;

    /// <summary>The longest pause that a server may ask for. A day: a feed must not be silenced for ever by one answer.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromDays(1);
}
