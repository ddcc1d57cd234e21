using System.Globalization;
using System.Text;
using MimeKit;
using MimeKit.Cryptography;

namespace Postvakt.Authentication.Dkim;

/// <summary>A DKIM-Signature, ARC-Message-Signature or ARC-Seal field read as far as it takes to find its key and to refuse what we will not compute.</summary>
/// <param name="Identity">Domain of i=, else d=.</param>
/// <param name="Expires">x= as seconds since 1970, or null.</param>
/// <param name="HasLength">l= is there: only a part of the body is signed.</param>
/// <param name="Problem">Why it cannot hold, in words of ours; empty when it may.</param>
internal sealed record DkimSignature(
    string Domain, string Selector, DkimSignatureAlgorithm Algorithm, DkimCanonicalizationAlgorithm BodyForm, string Identity, string BodyHash, string Beginning, long? Expires,
    bool HasLength, string Problem)
{
    /// <summary>Bytes of a field. 16 KiB: a 4096-bit signature with a long h= takes two.</summary>
    private const int MaxLength = 16 << 10;

    /// <summary>Fields in h=. 200: each is looked for in the header, so that their product is the work.</summary>
    private const int MaxFields = 200;

    /// <summary>Where the key is (RFC 6376 3.6.2.1).</summary>
    public DnsQuestion KeyQuestion => DnsQuestion.Of($"{Selector}._domainkey.{Domain}", DnsKind.Txt);

    public static DkimSignature Read(Header header)
    {
        if (header.RawValue.Length > MaxLength) return Broken("signature too long");
        if (TagList.Parse(Encoding.Latin1.GetString(header.RawValue)) is not { } tags) return Broken("malformed signature");
        var domain = DomainNames.Normal(TagList.Unfolded(tags.GetValueOrDefault("d", "")));
        var selector = DomainNames.Normal(TagList.Unfolded(tags.GetValueOrDefault("s", "")));
        var identity = tags.TryGetValue("i", out var i) && i.Contains('@', StringComparison.Ordinal) ? DomainNames.Normal(i[(i.LastIndexOf('@') + 1)..]) : domain;
        var signature = TagList.Unfolded(tags.GetValueOrDefault("b", ""));
        var forms = TagList.Unfolded(tags.GetValueOrDefault("c", "")).ToLowerInvariant();
        var (algorithm, known) = TagList.Unfolded(tags.GetValueOrDefault("a", "")).ToLowerInvariant() switch
        {
            "rsa-sha256" => (DkimSignatureAlgorithm.RsaSha256, ""),
            "ed25519-sha256" => (DkimSignatureAlgorithm.Ed25519Sha256, ""),
            // RFC 8301 3.1.
            "rsa-sha1" => (DkimSignatureAlgorithm.RsaSha1, "SHA-1 is not accepted"),
            _ => (DkimSignatureAlgorithm.RsaSha256, "unknown algorithm"),
        };
        var expires = tags.TryGetValue("x", out var x) && long.TryParse(x, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : (long?)null;
        var problem = !DomainNames.IsMailDomain(domain) || selector.Length == 0 || signature.Length == 0 ? "malformed signature"
            : known.Length > 0 ? known
            : tags.GetValueOrDefault("h", "").Count(c => c == ':') >= MaxFields ? "too many signed fields"
            : "";
        return new DkimSignature(
            domain, selector, algorithm, forms.EndsWith("/relaxed", StringComparison.Ordinal) ? DkimCanonicalizationAlgorithm.Relaxed : DkimCanonicalizationAlgorithm.Simple, identity,
            TagList.Unfolded(tags.GetValueOrDefault("bh", "")), signature[..Math.Min(8, signature.Length)], expires, tags.ContainsKey("l"), problem);
    }

    private static DkimSignature Broken(string problem) => new("", "", default, default, "", "", "", null, false, problem);
}
