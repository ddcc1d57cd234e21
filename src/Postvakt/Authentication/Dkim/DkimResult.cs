namespace Postvakt.Authentication.Dkim;

/// <summary>RFC 8601 2.7.1.</summary>
public enum DkimResult
{
    None,
    Pass,
    Fail,

    /// <summary>The signature holds, but we do not take it: it leaves a part of the mail open.</summary>
    Policy,
    TempError,
    PermError,
}
