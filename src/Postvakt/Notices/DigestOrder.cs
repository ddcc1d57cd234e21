using System.Text.Json;
using Postvakt.Jobs;

namespace Postvakt.Notices;

/// <summary>What the worker that sends digests must know; the payload of its job, whose subject is the address.</summary>
/// <param name="Since">Mail held from then on.</param>
/// <param name="Until">And before then.</param>
public sealed record DigestOrder(DateTimeOffset Since, DateTimeOffset Until)
{
    public const string Kind = "digest";

    public Job Job(string address, DateTimeOffset due) => new(Kind, address, JsonSerializer.Serialize(this), due);

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static DigestOrder Of(Job job) => JsonSerializer.Deserialize<DigestOrder>(job.Payload) ?? throw new JsonException("an empty digest");
}
