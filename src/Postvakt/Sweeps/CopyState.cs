namespace Postvakt.Sweeps;

/// <summary>Where a copy is. The values are stored; do not renumber.</summary>
public enum CopyState
{
    /// <summary>In its folder; about to be moved.</summary>
    Found = 0,

    /// <summary>In the hidden folder.</summary>
    Hidden = 1,

    /// <summary>Neither in its folder nor in the hidden one: its owner deleted or moved it.</summary>
    Gone = 2,

    /// <summary>Back in its folder.</summary>
    Returned = 3,
}
