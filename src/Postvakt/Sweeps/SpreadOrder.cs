using System.Text.Json;
using Postvakt.Jobs;

namespace Postvakt.Sweeps;

/// <summary>Has a job made for each mailbox of a phase, some at a time; the payload of a job.</summary>
/// <param name="Turn">See <see cref="Sweep.Turn"/>.</param>
/// <param name="IsFirst">Mailboxes come from the directory and have no receipts yet; else those with receipts.</param>
/// <param name="After">Mailboxes, or ids of receipts, up to this one have their jobs; empty at the beginning.</param>
public sealed record SpreadOrder(string Sweep, int Turn, SweepPhase Phase, bool IsFirst, string After)
{
    public const string Kind = "sweep-spread";

    public Job Job(DateTimeOffset due) => new(Kind, Sweep, JsonSerializer.Serialize(this), due);

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static SpreadOrder Of(Job job) => JsonSerializer.Deserialize<SpreadOrder>(job.Payload) ?? throw new JsonException("an empty order");
}
