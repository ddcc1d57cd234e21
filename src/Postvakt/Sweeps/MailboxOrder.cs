using System.Text.Json;
using Postvakt.Jobs;

namespace Postvakt.Sweeps;

/// <summary>Has one mailbox looked through, swept or given its copies back; the payload of a job.</summary>
/// <param name="Turn">See <see cref="Sweep.Turn"/>.</param>
public sealed record MailboxOrder(string Sweep, string Mailbox, int Turn, SweepPhase Phase)
{
    public const string Kind = "sweep-mailbox";

    public Job Job(DateTimeOffset due) => new(Kind, SweepReceipt.IdOf(Sweep, Mailbox), JsonSerializer.Serialize(this), due);

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static MailboxOrder Of(Job job) => JsonSerializer.Deserialize<MailboxOrder>(job.Payload) ?? throw new JsonException("an empty order");
}
