using System.Text.Json;
using Postvakt.Detection;
using Postvakt.Jobs;

namespace Postvakt.Intake.Ledger;

/// <summary>Has recorded mails taken for what a person says they are; the payload of a job, promised in the decision that says so.</summary>
/// <param name="Because">Id of what was decided: a report, a sweep. The subject of the job.</param>
public sealed record RevisionOrder(IReadOnlyList<string> Records, Verdict Verdict, string Because)
{
    public const string Kind = "revise-verdict";

    /// <summary>Records of a job. 50: the ledger does nothing else meanwhile.</summary>
    private const int AtOnce = 50;

    /// <summary>The jobs for any number of records.</summary>
    public static IEnumerable<Job> Jobs(IEnumerable<string> records, Verdict verdict, string because, DateTimeOffset now) =>
        records.Where(r => r.Length > 0).Distinct(StringComparer.Ordinal).Chunk(AtOnce).Select(some => new Job(Kind, because, JsonSerializer.Serialize(new RevisionOrder(some, verdict, because)), now));

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static RevisionOrder Of(Job job) => JsonSerializer.Deserialize<RevisionOrder>(job.Payload) ?? throw new JsonException("an empty order");
}
