namespace Postvakt.Sweeps;

/// <summary>How far a mailbox is. The values are stored; do not renumber.</summary>
public enum ReceiptState
{
    /// <summary>Its turn did not come yet, or is under way.</summary>
    Waiting = 0,

    /// <summary>Its copies are counted.</summary>
    Looked = 1,

    /// <summary>Its copies are in the hidden folder.</summary>
    Swept = 2,

    /// <summary>There is no such mailbox.</summary>
    Missing = 3,

    /// <summary>It was tried as often as is sensible; see <see cref="SweepReceipt.Why"/>.</summary>
    Failed = 4,

    /// <summary>Its copies are back.</summary>
    Returned = 5,
}
