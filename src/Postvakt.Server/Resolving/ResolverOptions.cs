using System.Net;

namespace Postvakt.Server.Resolving;

/// <summary>How the DNS is asked.</summary>
internal sealed record ResolverOptions
{
    /// <summary>Recursive resolvers, asked in this order.</summary>
    public required IReadOnlyList<IPEndPoint> Servers { get; init; }

    /// <summary>One question, all tries together. 2 s: a resolver nearby answers most within 50 ms and gives others up within some seconds.</summary>
    public TimeSpan QueryTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Questions under way at once; more wait within their time. 256: a flood of mail must not become a flood of sockets.</summary>
    public int MaxConcurrent { get; init; } = 256;

    /// <summary>Characters of names and records that are kept. 8 Mi: about 20 MB, some ten thousand answers.</summary>
    public long CacheChars { get; init; } = 8L << 20;

    /// <summary>Shorter times to live count as this. 5 s: one burst of mail asks once.</summary>
    public TimeSpan LeastTtl { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longer ones count as this. 1 h: keys are changed and records mended.</summary>
    public TimeSpan MostTtl { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The same for "there is none". 15 min: somebody may be publishing it right now (RFC 2308 5 allows hours).</summary>
    public TimeSpan MostNegativeTtl { get; init; } = TimeSpan.FromMinutes(15);
}
