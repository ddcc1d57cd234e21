using System.Text.Json;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;

namespace Postvakt.Feeds;

/// <summary>One sister is to be told; the payload of a job of its own, so that one that cannot be reached does not keep the others waiting.</summary>
public sealed record SisterTelling(string Sister, SisterOrder Order)
{
    public const string Kind = "tell-sister";

    public Job Job(DateTimeOffset now) => new(Kind, Sister, JsonSerializer.Serialize(this), now);

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static SisterTelling Of(Job job) => JsonSerializer.Deserialize<SisterTelling>(job.Payload) ?? throw new JsonException("an empty order");
}
