using Postvakt.Audit;
using Postvakt.LockDowns;
using Postvakt.Registers;

namespace Postvakt.Quarantine;

/// <summary>Held mail, lock-downs, the register and the audit of what is decided about them.</summary>
public interface IDecisions : IHeldItems, ILockDowns, IRegister, IAuditLog
{
    /// <summary>Keeps a decision, all of it or nothing, and commits. Nothing but <see cref="DecisionOutcome.Done"/> changes anything.</summary>
    DecisionOutcome Decide(Decision decision, DateTimeOffset now);

    /// <summary>Name of the campaign of a held mail's record, or empty.</summary>
    string CampaignOf(string id);
}
