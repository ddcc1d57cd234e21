using System.Text.Json;
using Postvakt.Jobs;

namespace Postvakt.Intake.Ledger;

/// <summary>Asks for sisters to be told of what a person confirmed; the payload of a job. Where no sister is configured, nothing comes of it.</summary>
/// <param name="Of">"campaign" or "incident".</param>
/// <param name="Subject">The campaign's name, or the incident's id.</param>
/// <param name="Record">Id of the mail that was called malicious, whose record is revised a little later; or empty.</param>
public sealed record SisterOrder(string Of, string Subject, string Record)
{
    public const string Kind = "tell-sisters", Campaign = "campaign", Incident = "incident";

    public Job Job(DateTimeOffset now) => new(Kind, Subject, JsonSerializer.Serialize(this), now);

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static SisterOrder Read(Job job) => JsonSerializer.Deserialize<SisterOrder>(job.Payload) ?? throw new JsonException("an empty order");
}
