using Postvakt.Authentication.Arc;
using Postvakt.Authentication.Dkim;
using Postvakt.Authentication.Dmarc;
using Postvakt.Authentication.Spf;

namespace Postvakt.Authentication;

/// <summary>What our own checks found out about a mail.</summary>
/// <param name="Field">The value of Authentication-Results (RFC 8601), folded with line feed and tab.</param>
public sealed record Verification(SpfOutcome Spf, IReadOnlyList<DkimOutcome> Dkim, DmarcOutcome Dmarc, ArcOutcome Arc, string Field)
{
    /// <summary>As the facts use it. Of several signatures the one that counts most is named: one that passes for the author's domain, one that passes, the first.</summary>
    public SenderAuthentication Summary
    {
        get
        {
            var signature = Dkim.FirstOrDefault(d => d.Result == DkimResult.Pass && d.Domain.Length > 0 && (DomainNames.IsWithin(Dmarc.Domain, d.Domain) || DomainNames.IsWithin(d.Domain, Dmarc.Domain)))
                ?? Dkim.FirstOrDefault(d => d.Result == DkimResult.Pass) ?? Dkim.FirstOrDefault();
            return new SenderAuthentication(Name(Spf.Result), Spf.Domain, Name(signature?.Result ?? DkimResult.None), signature?.Domain ?? "", Name(Dmarc.Result)) { ForwarderVouches = Arc.Vouches };
        }
    }

    internal static string Name<T>(T result) where T : struct, Enum => result.ToString().ToLowerInvariant();
}
