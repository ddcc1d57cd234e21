namespace Postvakt.Sweeps;

/// <summary>What is done with mailbox after mailbox. The values are stored; do not renumber.</summary>
public enum SweepPhase
{
    /// <summary>Copies are counted.</summary>
    Look = 0,

    /// <summary>Copies are moved into the hidden folder.</summary>
    Move = 1,

    /// <summary>Copies go back.</summary>
    Return = 2,
}
