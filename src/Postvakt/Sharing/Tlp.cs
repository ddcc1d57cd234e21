namespace Postvakt.Sharing;

/// <summary>How far something may be passed on (FIRST, Traffic Light Protocol 2.0), from the widest to the narrowest. The values are stored; do not renumber.</summary>
public enum Tlp
{
    /// <summary>To everybody.</summary>
    Clear = 0,

    /// <summary>Within the community.</summary>
    Green = 1,

    /// <summary>Within the organisation and its clients. The usual one.</summary>
    Amber = 2,

    /// <summary>Within the organisation only.</summary>
    AmberStrict = 3,

    /// <summary>To those who are told, and nobody else.</summary>
    Red = 4,
}
