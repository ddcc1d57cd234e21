using System.Text.Json;
using Postvakt.Jobs;

namespace Postvakt.Campaigns;

/// <summary>Asks for an incident to be opened, or for what is named here to join the one that is open about it; the payload of a job.</summary>
/// <param name="Because">What asks: "sender-denied", "reported", "campaign", "sweep", "hunt".</param>
/// <param name="Record">Id of the record that it is about, or empty.</param>
/// <param name="Campaign">Name of the campaign, or empty.</param>
/// <param name="Account">Address of an account that seems taken over, or empty.</param>
/// <param name="Severe">Somebody opened it or gave something away, or it bears signs of Qbot or Emotet.</param>
public sealed record IncidentProposal(string Because, string Record, string Campaign, string Account, bool Severe)
{
    public const string Kind = "propose-incident";

    public Job Job(DateTimeOffset now) => new(Kind, Record.Length > 0 ? Record : Campaign.Length > 0 ? Campaign : Account, JsonSerializer.Serialize(this), now);

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static IncidentProposal Of(Job job) => JsonSerializer.Deserialize<IncidentProposal>(job.Payload) ?? throw new JsonException("an empty proposal");
}
