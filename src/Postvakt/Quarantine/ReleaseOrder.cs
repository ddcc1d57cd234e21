using System.Text.Json;
using Postvakt.Jobs;

namespace Postvakt.Quarantine;

/// <summary>What the worker that releases must know; the payload of its job.</summary>
/// <param name="Recipients">Whom to deliver to.</param>
/// <param name="Emergency">Decided by two people against a lock-down.</param>
/// <param name="GiveUpAt">When an unreachable next hop is no longer tried.</param>
public sealed record ReleaseOrder(IReadOnlyList<string> Recipients, bool Emergency, DateTimeOffset GiveUpAt)
{
    public const string Kind = "release";

    /// <summary>Memory is to learn from it once it is delivered.</summary>
    public bool Genuine { get; init; }

    public Job Job(string id, DateTimeOffset due) => new(Kind, id, JsonSerializer.Serialize(this), due);

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static ReleaseOrder Of(Job job) => JsonSerializer.Deserialize<ReleaseOrder>(job.Payload) ?? throw new JsonException("an empty release order");
}
