namespace Postvakt.Quarantine;

/// <summary>Where a held mail stands. The values are stored; do not renumber.</summary>
public enum QuarantineState
{
    Held = 0,
    ReleaseRequested = 1,
    Delivering = 2,
    Released = 3,

    /// <summary>Handed over, but the answer did not arrive: either side may have it.</summary>
    InDoubt = 4,
    Deleted = 5,
    Expired = 6,
}
