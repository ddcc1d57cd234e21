using System.Text.Json;
using Postvakt.Registers;
using Postvakt.Signals;

namespace Postvakt.Feeds;

/// <summary>How a feed stands: where reading goes on, and what came of it last. One for all nodes.</summary>
public sealed record FeedState(string Name, FeedClass Class)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "feed";

    /// <summary>Characters of an error that are kept. 300.</summary>
    private const int MaxError = 300;

    /// <summary>How old the newest thing is that was read, as the server told it (X-TAXII-Date-Added-Last), or empty.</summary>
    public string Position { get; init; } = "";

    /// <summary>SHA-256 of the file that was read last, or empty.</summary>
    public string Digest { get; init; } = "";

    /// <summary>From which confidence a match makes a mail suspicious: what was imported by hand has no configuration that says it.</summary>
    public int SuspiciousFrom { get; init; } = 100;

    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>When it last gave something, or said that there is nothing new.</summary>
    public DateTimeOffset? LastGood { get; init; }

    /// <summary>Why the last attempt failed, a sentence; empty when it did not.</summary>
    public string LastError { get; init; } = "";

    /// <summary>Attempts in a row that failed.</summary>
    public int Failures { get; init; }

    /// <summary>Not to be asked before: the server said so, or it failed.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>A node reads it until then; when it dies, another one may.</summary>
    public DateTimeOffset? Busy { get; init; }

    /// <summary>A person wants it to be read now.</summary>
    public bool Wanted { get; init; }

    /// <summary>What came of the last attempt that went well.</summary>
    public FeedCounts Last { get; init; } = new();

    /// <summary>From where mail of before is still to be looked through, while something is taken in: a node that dies then leaves it to the next reading.</summary>
    public RetroMatch? Retro { get; init; }

    public FeedTerms Terms => new(Class, SuspiciousFrom);

    public static FeedState Of(RegisterEntry entry) => JsonSerializer.Deserialize<FeedState>(entry.Json) ?? throw new JsonException("an empty feed");

    public RegisterChange Change(long version) => new(Kind, Name, JsonSerializer.Serialize(this), version);

    public bool IsDue(DateTimeOffset now, TimeSpan every) => !(Busy > now) && (Wanted || (!(NotBefore > now) && (LastAttempt is not { } last || last + every <= now)));

    public FeedState Good(FeedCounts counts, string position, string digest, DateTimeOffset now) =>
        this with { Last = counts, Position = position, Digest = digest, LastGood = now, LastError = "", Failures = 0, NotBefore = null, Busy = null };

    /// <summary>What was read before stays.</summary>
    public FeedState Failed(string error, DateTimeOffset? notBefore) =>
        this with { LastError = error.Length > MaxError ? error[..MaxError] : error, Failures = Failures + 1, NotBefore = notBefore, Busy = null };
}
