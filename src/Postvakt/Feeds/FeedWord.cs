using System.Text.Json;
using Postvakt.Indicators;
using Postvakt.Jobs;
using Postvakt.Signals;

namespace Postvakt.Feeds;

/// <summary>What a person said of an indicator of a feed; the payload of a job, so that it is done once it is audited.</summary>
public sealed record FeedWord(string Feed, Indicator Indicator, FeedStanding Standing)
{
    public const string Kind = "stand-in-feed";

    public Job Job(DateTimeOffset now) => new(Kind, Feed, JsonSerializer.Serialize(this), now);

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static FeedWord Of(Job job) => JsonSerializer.Deserialize<FeedWord>(job.Payload) ?? throw new JsonException("an empty order");
}
