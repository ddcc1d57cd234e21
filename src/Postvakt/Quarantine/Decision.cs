using Postvakt.Audit;
using Postvakt.Jobs;
using Postvakt.LockDowns;
using Postvakt.Registers;

namespace Postvakt.Quarantine;

/// <summary>What somebody decided, with everything that goes with it: kept all or not at all.</summary>
/// <param name="Audit">The entry that says so.</param>
public sealed record Decision(AuditEvent Audit)
{
    /// <summary>A held mail whose state or recipients change, as it was read; null for none.</summary>
    public QuarantineItem? Item { get; init; }

    public QuarantineState State { get; init; }

    /// <summary>The recipients that the mail is held for from now on; null leaves them.</summary>
    public IReadOnlyList<string>? Recipients { get; init; }

    /// <summary>Refuse when a lock-down covers the mail, also one that comes at this moment.</summary>
    public bool UnlessLocked { get; init; }

    /// <summary>Groups of those the mail would go to: a lock-down of one of them covers it.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>A lock-down that is imposed or changed.</summary>
    public LockDown? LockDown { get; init; }

    public IReadOnlyList<RegisterChange> Register { get; init; } = [];

    public IReadOnlyList<Job> Jobs { get; init; } = [];

    /// <summary>A job that is done with this decision; null for none.</summary>
    public QueuedJob? Finished { get; init; }

    /// <summary>Puts <see cref="Finished"/> off to this time instead of ending it.</summary>
    public DateTimeOffset? Again { get; init; }
}
