namespace Postvakt.Sweeps;

/// <summary>How far a sweep is. The values are stored; do not renumber.</summary>
public enum SweepState
{
    /// <summary>Mailboxes are looked through; nothing is moved.</summary>
    Planning = 0,

    /// <summary>The copies are counted: it can be started.</summary>
    Planned = 1,

    /// <summary>Somebody started it, and it moves so many that another person must agree.</summary>
    AwaitingSecond = 2,

    /// <summary>Copies are moved.</summary>
    Running = 3,

    /// <summary>Stopped by a person, or because there was more than was counted.</summary>
    Stopped = 4,

    /// <summary>Every mailbox is through; some may have failed.</summary>
    Done = 5,

    /// <summary>Copies go back.</summary>
    Undoing = 6,

    /// <summary>Every mailbox got its copies back; some may have failed.</summary>
    Undone = 7,
}
