namespace Postvakt.Authentication.Arc;

/// <summary>RFC 8617 4.4, and the errors of RFC 8601.</summary>
public enum ArcResult
{
    None,
    Pass,
    Fail,
    TempError,
}
