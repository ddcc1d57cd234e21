using System.Text.Json;
using Postvakt.Jobs;
using Postvakt.Signals;

namespace Postvakt.Feeds;

/// <summary>Empties a feed that somebody dropped; the payload of a job.</summary>
/// <param name="At">When it was dropped: what came later is another feed's of the same name.</param>
public sealed record FeedRemoval(string Feed, DateTimeOffset At)
{
    public const string Kind = "remove-feed";

    private const int AtOnce = 1_000;

    public Job Job(DateTimeOffset now) => new(Kind, Feed, JsonSerializer.Serialize(this), now);

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static FeedRemoval Of(Job job) => JsonSerializer.Deserialize<FeedRemoval>(job.Payload) ?? throw new JsonException("an empty order");

    /// <summary>Takes some out; false when none is left.</summary>
    public bool Step(IFeedIndicators feeds, DateTimeOffset now) => feeds.DropUnseen(Feed, At.AddMilliseconds(1), AtOnce, now) == AtOnce;
}
