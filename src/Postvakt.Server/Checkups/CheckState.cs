namespace Postvakt.Server.Checkups;

public enum CheckState
{
    Ok,

    /// <summary>Good to know; nothing to mend.</summary>
    Note,

    /// <summary>Works, but should be mended.</summary>
    Warning,

    /// <summary>Does not work until mended.</summary>
    Broken,
}
