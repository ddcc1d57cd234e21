using System.Text.Json;
using Postvakt.Indicators;
using Postvakt.Registers;

namespace Postvakt.Feeds;

/// <summary>A mail of before in which something was found that others shared only later.</summary>
/// <param name="Record">Id of the mail's record.</param>
/// <param name="Shared">UUID of the indicator's STIX id.</param>
/// <param name="MailAt">When the mail came.</param>
/// <param name="Held">Whether it is held still.</param>
public sealed record FeedMatch(string Feed, string Record, Indicator Indicator, Guid Shared, int Confidence, DateTimeOffset MailAt, DateTimeOffset At, bool Held)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "feed-match";

    /// <summary>What the matches of a feed are found under.</summary>
    public static string KeyOf(string feed) => "feed:" + feed;

    /// <summary>The same mail and indicator match once, however often they are looked for. Begins with the day, so that the newest come first.</summary>
    public string Id => $"{At.UtcDateTime:yyyyMMdd}-{Sharing.StableId.Ours("match", Feed, Record, Indicator.Type, Indicator.Value):N}";

    public static FeedMatch Of(RegisterEntry entry) => JsonSerializer.Deserialize<FeedMatch>(entry.Json) ?? throw new JsonException("an empty match");

    public RegisterChange Change() => new(Kind, Id, JsonSerializer.Serialize(this), 0) { Keys = [KeyOf(Feed), "record:" + Record] };
}
