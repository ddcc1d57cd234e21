namespace Postvakt.Web.House;

public enum HealthState
{
    Ok,

    /// <summary>Good to know.</summary>
    Note,

    /// <summary>Works, but should be mended.</summary>
    Warning,

    /// <summary>Does not work until mended.</summary>
    Broken,
}
