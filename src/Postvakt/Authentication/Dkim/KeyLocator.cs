using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace Postvakt.Authentication.Dkim;

/// <summary>Hands keys that were already found to MimeKit. It asks nobody, so that a check never waits; and what MimeKit reads as d= and s= must be what we read.</summary>
internal sealed class KeyLocator(IReadOnlyDictionary<DnsQuestion, DkimKey> keys) : DkimPublicKeyLocatorBase
{
    /// <summary>Set when a key was wanted that the DNS did not give in time.</summary>
    public bool MissedForNow { get; private set; }

    public override AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default)
    {
        var name = DnsQuestion.Of($"{DomainNames.Normal(selector)}._domainkey.{DomainNames.Normal(domain)}", DnsKind.Txt);
        if (keys.TryGetValue(name, out var found))
        {
            if (found.Key is not null) return found.Key;
            MissedForNow |= found.Result == DkimResult.TempError;
        }
        throw new FormatException("no key");
    }

    public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
        Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
}
