using Postvakt.Audit;
using Postvakt.LockDowns;

namespace Postvakt.Quarantine;

/// <summary>Held mail, lock-downs and the audit of what is decided about them.</summary>
public interface IDecisions : IHeldItems, ILockDowns, IAuditLog
{
    /// <summary>Keeps a decision, all of it or nothing, and commits. Nothing but <see cref="DecisionOutcome.Done"/> changes anything.</summary>
    DecisionOutcome Decide(Decision decision, DateTimeOffset now);

    /// <summary>Name of the campaign of a held mail's record, or empty.</summary>
    string CampaignOf(string id);
}
