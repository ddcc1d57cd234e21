namespace Postvakt.Authentication.Dmarc;

/// <summary>RFC 8601 2.7.4 and RFC 9989; worse ones later, so that the worst of several authors is the highest.</summary>
public enum DmarcResult
{
    Pass,
    None,
    PermError,
    TempError,
    Fail,
}
