using System.Net;

namespace Postvakt.Authentication.Spf;

/// <summary>A mechanism with its qualifier.</summary>
/// <param name="Result">What a match means: pass, fail, softfail or neutral.</param>
/// <param name="Domain">The domain-spec, macros unexpanded; null: the domain that is being checked.</param>
/// <param name="Network">Of ip4 and ip6.</param>
/// <param name="Prefix4">Bits compared of an IPv4 address by a and mx.</param>
/// <param name="Prefix6">Bits compared of an IPv6 address by a and mx.</param>
internal sealed record SpfTerm(SpfMechanism Mechanism, SpfResult Result, string? Domain = null, IPAddress? Network = null, int Prefix4 = 32, int Prefix6 = 128)
{
    /// <summary>RFC 7208 4.6.4: terms that make the receiver ask the DNS.</summary>
    public bool AsksDns => Mechanism is SpfMechanism.Include or SpfMechanism.A or SpfMechanism.Mx or SpfMechanism.Ptr or SpfMechanism.Exists;
}
