namespace Postvakt.Quarantine;

/// <summary>What became of a decision.</summary>
public enum DecisionOutcome
{
    Done,

    /// <summary>Somebody changed the mail or the register, or another worker has the job: read it again.</summary>
    Changed,

    /// <summary>A lock-down covers the mail.</summary>
    Locked,
}
