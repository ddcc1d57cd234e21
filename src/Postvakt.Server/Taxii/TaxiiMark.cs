namespace Postvakt.Server.Taxii;

/// <summary>On endpoints of TAXII: they take a token also as the password of HTTP Basic, and say in TAXII's own form what went wrong.</summary>
internal sealed class TaxiiMark
{
    public static TaxiiMark Instance { get; } = new();
}
