using System.Text;
using MimeKit.Cryptography;

namespace Postvakt.Authentication;

/// <summary>
/// What our own server found out about a mail's origin (RFC 8601). Only fields of the named authserv-id count: anybody can write the header.
/// Results are lower case ("pass", "fail", "none"), empty when not stated.
/// </summary>
public sealed record SenderAuthentication(string Spf, string SpfDomain, string Dkim, string DkimDomain, string Dmarc)
{
    public static readonly SenderAuthentication Unknown = new("", "", "", "", "");

    /// <summary>
    /// A forwarder that the operator trusts says that DMARC passed before it changed the mail (RFC 8617): a failure then says nothing about the
    /// sender. Only our own checks find it out; DMARC stays what it is here.
    /// </summary>
    public bool ForwarderVouches { get; init; }

    public bool IsKnown => Spf.Length + Dkim.Length + Dmarc.Length > 0;

    public static SenderAuthentication Read(IReadOnlyList<string> fields, IReadOnlyCollection<string> trusted)
    {
        if (trusted.Count == 0) return Unknown;
        var found = Unknown;
        foreach (var field in fields)
        {
            if (field.Length > 4096 || !AuthenticationResults.TryParse(Encoding.UTF8.GetBytes(field), out var results)) continue;
            if (results.AuthenticationServiceIdentifier is not { } server || !trusted.Contains(server, StringComparer.OrdinalIgnoreCase)) continue;
            foreach (var method in results.Results.Take(20))
            {
                var result = (method.Result ?? "").ToLowerInvariant();
                switch (method.Method?.ToLowerInvariant())
                {
                    case "spf" when found.Spf.Length == 0: found = found with { Spf = result, SpfDomain = DomainOf(method, "mailfrom", "helo") }; break;
                    // Several signatures: one that passes decides.
                    case "dkim" when found.Dkim.Length == 0 || (found.Dkim != "pass" && result == "pass"):
                        found = found with { Dkim = result, DkimDomain = DomainOf(method, "d", "i") };
                        break;
                    case "dmarc" when found.Dmarc.Length == 0: found = found with { Dmarc = result }; break;
                }
            }
        }
        return found;
    }

    private static string DomainOf(AuthenticationMethodResult method, string property, string other)
    {
        var value = method.Properties.FirstOrDefault(p => p.Property.Equals(property, StringComparison.OrdinalIgnoreCase))?.Value
            ?? method.Properties.FirstOrDefault(p => p.Property.Equals(other, StringComparison.OrdinalIgnoreCase))?.Value ?? "";
        return value[(value.LastIndexOf('@') + 1)..].ToLowerInvariant();
    }
}
