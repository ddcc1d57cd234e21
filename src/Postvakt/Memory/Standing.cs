namespace Postvakt.Memory;

/// <summary>How far a remembered message counts. The values are stored; do not renumber.</summary>
public enum Standing
{
    /// <summary>History, released mail, or clean mail older than the quiet time: counts as habit.</summary>
    Trusted = 0,

    /// <summary>Clean, but younger than the quiet time: will be trusted unless its verdict is revised.</summary>
    Quiet = 1,

    /// <summary>Suspicious or undetermined: belongs to its conversation, never counts as habit.</summary>
    Seen = 2,

    /// <summary>Malicious, or revised to it: kept so that its text and id are recognised, otherwise ignored.</summary>
    Bad = 3,

    /// <summary>Named by somebody's References, never seen itself.</summary>
    Referenced = 4,
}
