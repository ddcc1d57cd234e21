using System.Text.Json;
using Postvakt.Jobs;

namespace Postvakt.Incidents;

/// <summary>What whoever runs accounts is told of one that is suspected; the payload of a job, and an entry of the register that keeps it from being told twice.</summary>
/// <param name="Person">Id in the directory.</param>
/// <param name="Address">Primary address, or empty where the directory no longer knows the person.</param>
/// <param name="Since">The first sign.</param>
/// <param name="Because">What says so: "sender-denied", "responder".</param>
/// <param name="Incident">Id, or empty.</param>
public sealed record AccountHandOver(string Person, string Address, DateTimeOffset Since, string Because, string Incident)
{
    /// <summary>Kind of the job and of the entry.</summary>
    public const string Kind = "account-hand-over";

    public Job Job(DateTimeOffset now) => new(Kind, Person, JsonSerializer.Serialize(this), now);

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static AccountHandOver Of(Job job) => JsonSerializer.Deserialize<AccountHandOver>(job.Payload) ?? throw new JsonException("an empty hand-over");
}
