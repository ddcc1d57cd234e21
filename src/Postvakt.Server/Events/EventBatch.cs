using Postvakt.Events;
using Postvakt.Jobs;

namespace Postvakt.Server.Events;

/// <summary>Events that are handed over together, and what is noted when they were taken.</summary>
/// <param name="Node">Whose chain moves on to <paramref name="Number"/>; empty for none.</param>
/// <param name="Jobs">Orders for mail that are done then.</param>
internal sealed record EventBatch(IReadOnlyList<SecurityEvent> Events, string Node, long Number, IReadOnlyList<QueuedJob> Jobs)
{
    public static readonly EventBatch Empty = new([], "", 0, []);

    /// <summary>Records of mail that were gone before anybody was told.</summary>
    public int Gone { get; init; }

    public bool IsEmpty => Events.Count == 0 && Node.Length == 0 && Jobs.Count == 0;
}
