namespace Postvakt.Authentication;

/// <summary>Record types that sender authentication asks for.</summary>
public enum DnsKind
{
    Txt,
    A,
    Aaaa,
    Mx,
    Ptr,
}
