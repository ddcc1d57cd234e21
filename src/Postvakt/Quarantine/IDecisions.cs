using Postvakt.Audit;
using Postvakt.Jobs;
using Postvakt.LockDowns;
using Postvakt.Registers;

namespace Postvakt.Quarantine;

/// <summary>Held mail, lock-downs, the register and the audit of what is decided about them.</summary>
public interface IDecisions : IHeldItems, ILockDowns, IRegister, IAuditLog
{
    /// <summary>Keeps a decision, all of it or nothing, and commits. Nothing but <see cref="DecisionOutcome.Done"/> changes anything.</summary>
    DecisionOutcome Decide(Decision decision, DateTimeOffset now);

    /// <summary>
    /// Ends a job with what came of it, without an entry in the audit: one of many that were decided together, whose outcome stands in the register. Both or nothing, and commits. False when another worker has the
    /// job, or the entry is not as it was read.
    /// </summary>
    /// <param name="change">Of an entry that is there, and stays.</param>
    bool Settle(QueuedJob job, RegisterChange change);

    /// <summary>Changes an entry that notes something of itself, such as when it was last used: nothing that anybody decided, so without an entry in the audit. Commits. False when it is not as it was read.</summary>
    /// <param name="change">Of an entry that is there, and stays.</param>
    bool Note(RegisterChange change);

    /// <summary>Name of the campaign of a held mail's record, or empty.</summary>
    string CampaignOf(string id);
}
