namespace Postvakt.Authentication.Dmarc;

/// <summary>What a domain's owner asks for when mail fails.</summary>
public enum DmarcPolicy
{
    None,
    Quarantine,
    Reject,
}
