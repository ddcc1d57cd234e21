using Org.BouncyCastle.Crypto;

namespace Postvakt.Authentication.Dkim;

/// <summary>The key that a signature names, or why there is none.</summary>
/// <param name="Key">Null with a problem.</param>
/// <param name="Result">Of the signature when there is no key: temporary or permanent error.</param>
/// <param name="IsExact">"t=s": i= must be in d= itself, not below it.</param>
internal sealed record DkimKey(AsymmetricKeyParameter? Key, DkimResult Result, string Problem, bool IsExact)
{
    /// <summary>Records of a key's name that are looked at. RFC 6376 3.6.2.2: several are undefined; the first that is a key counts.</summary>
    private const int MaxRecords = 4;

    public static async Task<DkimKey> FindAsync(IResolver resolver, DkimSignature signature, KeyMaker maker, CancellationToken cancellation)
    {
        if (signature.Problem.Length > 0 || !DomainNames.IsName(signature.KeyQuestion.Name)) return Wrong("malformed signature");
        var answer = await resolver.AskAsync(signature.KeyQuestion, cancellation).ConfigureAwait(false);
        if (answer.Outcome == DnsOutcome.Failed) return new DkimKey(null, DkimResult.TempError, "DNS gave no answer", false);
        if (answer.IsVoid) return Wrong("no key");
        var wrong = Wrong("no key");
        foreach (var text in answer.Texts.Take(MaxRecords))
        {
            var key = Read(text, maker, signature.Algorithm == MimeKit.Cryptography.DkimSignatureAlgorithm.Ed25519Sha256 ? "ed25519" : "rsa");
            if (key.Key is not null) return key;
            wrong = key;
        }
        return wrong;
    }

    /// <summary>Reads a record (RFC 6376 3.6.1, RFC 8463 4).</summary>
    internal static DkimKey Read(string text, KeyMaker maker, string kind)
    {
        if (TagList.Parse(text) is not { } tags || !tags.TryGetValue("p", out var written)) return Wrong("malformed key");
        if (tags.GetValueOrDefault("v", "DKIM1") != "DKIM1") return Wrong("malformed key");
        if (TagList.Unfolded(written).Length == 0) return Wrong("key revoked");
        if (tags.GetValueOrDefault("k", "rsa") != kind) return Wrong("key of another algorithm");
        if (!Lists(tags, "h", "sha256")) return Wrong("key not for SHA-256");
        if (!Lists(tags, "s", "email") && !Lists(tags, "s", "*")) return Wrong("key not for mail");
        AsymmetricKeyParameter? key;
        try
        {
            key = maker.Make(kind, TagList.Unfolded(written), out var problem, out var forNow);
            if (key is null) return new DkimKey(null, forNow ? DkimResult.TempError : DkimResult.PermError, problem, false);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // Foreign parsers on hostile bytes: whatever they throw means "no key".
            return Wrong("malformed key");
        }
        return new DkimKey(key, DkimResult.Pass, "", tags.TryGetValue("t", out var flags) && flags.Split(':').Any(f => f.Trim() == "s"));
    }

    private static bool Lists(Dictionary<string, string> tags, string name, string value) =>
        !tags.TryGetValue(name, out var list) || list.Split(':').Any(v => v.Trim().Equals(value, StringComparison.OrdinalIgnoreCase));

    private static DkimKey Wrong(string problem) => new(null, DkimResult.PermError, problem, false);
}
