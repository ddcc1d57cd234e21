using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;

namespace Postvakt.Authentication.Dkim;

/// <summary>The key that a signature names, or why there is none.</summary>
/// <param name="Key">Null with a problem.</param>
/// <param name="Result">Of the signature when there is no key: temporary or permanent error.</param>
/// <param name="IsExact">"t=s": i= must be in d= itself, not below it.</param>
internal sealed record DkimKey(AsymmetricKeyParameter? Key, DkimResult Result, string Problem, bool IsExact)
{
    /// <summary>RFC 8301 3.2.</summary>
    private const int LeastBits = 1024;

    /// <summary>RFC 8301 3.2: larger ones need not be taken; the work grows with the square.</summary>
    private const int MostBits = 4096;

    /// <summary>A public exponent as long as the modulus makes a check as dear as signing; real ones have 17 bits.</summary>
    private const int MostExponentBits = 64;

    /// <summary>Records of a key's name that are looked at. RFC 6376 3.6.2.2: several are undefined; the first that is a key counts.</summary>
    private const int MaxRecords = 4;

    public static async Task<DkimKey> FindAsync(IResolver resolver, DkimSignature signature, CancellationToken cancellation)
    {
        if (signature.Problem.Length > 0 || !DomainNames.IsName(signature.KeyQuestion.Name)) return Wrong("malformed signature");
        var answer = await resolver.AskAsync(signature.KeyQuestion, cancellation).ConfigureAwait(false);
        if (answer.Outcome == DnsOutcome.Failed) return new DkimKey(null, DkimResult.TempError, "DNS gave no answer", false);
        if (answer.IsVoid) return Wrong("no key");
        var wrong = Wrong("no key");
        foreach (var text in answer.Texts.Take(MaxRecords))
        {
            var key = Read(text, signature.Algorithm == MimeKit.Cryptography.DkimSignatureAlgorithm.Ed25519Sha256 ? "ed25519" : "rsa");
            if (key.Key is not null) return key;
            wrong = key;
        }
        return wrong;
    }

    /// <summary>Reads a record (RFC 6376 3.6.1, RFC 8463 4).</summary>
    internal static DkimKey Read(string text, string kind)
    {
        if (TagList.Parse(text) is not { } tags || !tags.TryGetValue("p", out var written)) return Wrong("malformed key");
        if (tags.GetValueOrDefault("v", "DKIM1") != "DKIM1") return Wrong("malformed key");
        if (TagList.Unfolded(written).Length == 0) return Wrong("key revoked");
        if (tags.GetValueOrDefault("k", "rsa") != kind) return Wrong("key of another algorithm");
        if (!Lists(tags, "h", "sha256")) return Wrong("key not for SHA-256");
        if (!Lists(tags, "s", "email") && !Lists(tags, "s", "*")) return Wrong("key not for mail");
        AsymmetricKeyParameter key;
        try
        {
            key = KeyLocator.Decode($"v=DKIM1; k={kind}; p={TagList.Unfolded(written)}");
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // Foreign parsers on hostile bytes: whatever they throw means "no key".
            return Wrong("malformed key");
        }
        if (key is RsaKeyParameters rsa)
        {
            if (rsa.Modulus.BitLength < LeastBits) return Wrong("key too short");
            if (rsa.Modulus.BitLength > MostBits || rsa.Exponent.BitLength > MostExponentBits) return Wrong("key too long");
        }
        return new DkimKey(key, DkimResult.Pass, "", tags.TryGetValue("t", out var flags) && flags.Split(':').Any(f => f.Trim() == "s"));
    }

    private static bool Lists(Dictionary<string, string> tags, string name, string value) =>
        !tags.TryGetValue(name, out var list) || list.Split(':').Any(v => v.Trim().Equals(value, StringComparison.OrdinalIgnoreCase));

    private static DkimKey Wrong(string problem) => new(null, DkimResult.PermError, problem, false);
}
