using MimeKit;
using MimeKit.Cryptography;
using Postvakt.Authentication.Dkim;

namespace Postvakt.Authentication.Arc;

/// <summary>Verifies the chain of a forwarded mail (RFC 8617) with MimeKit. Nothing a mail holds makes it throw.</summary>
internal static class ArcCheck
{
    /// <summary>Sets of a chain. 20 of the 50 that RFC 8617 4.2.1 bears: every set costs a look-up and a signature, and real chains have one to four.</summary>
    private const int MaxSets = 20;

    /// <summary>The fields of a chain, or null when there are more than may be.</summary>
    public static IReadOnlyList<Header>? FieldsOf(HeaderList headers)
    {
        var fields = headers.Where(h => h.Id is HeaderId.ArcSeal or HeaderId.ArcMessageSignature or HeaderId.ArcAuthenticationResults).Take(3 * MaxSets + 1).ToArray();
        return fields.Length > 3 * MaxSets ? null : fields;
    }

    /// <summary>The signatures of a chain whose keys are needed.</summary>
    public static IEnumerable<DkimSignature> SignaturesOf(IReadOnlyList<Header>? fields) =>
        fields is null ? [] : fields.Where(f => f.Id != HeaderId.ArcAuthenticationResults).Select(DkimSignature.Read);

    /// <param name="fields">See <see cref="FieldsOf"/>.</param>
    /// <param name="keys">The keys of its signatures.</param>
    /// <param name="trusted">Domains of sealers whose word counts.</param>
    public static ArcOutcome Check(MimeMessage mail, IReadOnlyList<Header>? fields, IReadOnlyDictionary<DkimSignature, DkimKey> keys, IReadOnlyCollection<string> trusted)
    {
        if (fields is null) return new ArcOutcome(ArcResult.Fail, Problem: "too many sets");
        if (fields.Count == 0) return ArcOutcome.None;
        if (SignaturesOf(fields).Any(s => s.Problem.Length > 0)) return new ArcOutcome(ArcResult.Fail, Problem: "malformed chain");
        var locator = new KeyLocator(SignaturesOf(fields).DistinctBy(s => s.KeyQuestion).ToDictionary(s => s.KeyQuestion, s => keys[s]));
        ArcSignatureValidationResult chain;
        try
        {
            chain = new ArcVerifier(locator).Verify(FormatOptions.Default, mail, CancellationToken.None).Chain;
        }
        catch (IOException)
        {
            return new ArcOutcome(ArcResult.TempError, Problem: "mail could not be read again");
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // As with signatures: whatever is thrown, the chain does not hold.
            chain = ArcSignatureValidationResult.Fail;
        }
        if (chain == ArcSignatureValidationResult.None) return ArcOutcome.None;
        if (chain != ArcSignatureValidationResult.Pass)
            return locator.MissedForNow ? new ArcOutcome(ArcResult.TempError, Problem: "DNS gave no answer") : new ArcOutcome(ArcResult.Fail);
        var sealer = "";
        var last = 0;
        foreach (var seal in fields.Where(f => f.Id == HeaderId.ArcSeal))
        {
            if (InstanceOf(seal) is var instance && instance <= last) continue;
            (last, sealer) = (instance, DkimSignature.Read(seal).Domain);
        }
        var named = sealer.Length > 0 && trusted.Contains(sealer, StringComparer.OrdinalIgnoreCase);
        return new ArcOutcome(ArcResult.Pass, sealer, named && SawDmarcPass(fields, last));
    }

    private static int InstanceOf(Header field) =>
        TagList.Parse(System.Text.Encoding.Latin1.GetString(field.RawValue)) is { } tags && tags.TryGetValue("i", out var i)
            && int.TryParse(i, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var instance) ? instance : 0;

    /// <summary>The sealer recorded exactly one DMARC result, and it was "pass".</summary>
    private static bool SawDmarcPass(IReadOnlyList<Header> fields, int instance)
    {
        foreach (var field in fields.Where(f => f.Id == HeaderId.ArcAuthenticationResults && f.RawValue.Length <= 16 << 10))
        {
            if (!AuthenticationResults.TryParse(field.RawValue, out var recorded) || recorded.Instance != instance) continue;
            var dmarc = recorded.Results.Where(r => r.Method.Equals("dmarc", StringComparison.OrdinalIgnoreCase)).ToArray();
            return dmarc.Length == 1 && dmarc[0].Result.Equals("pass", StringComparison.OrdinalIgnoreCase);
        }
        return false;
    }
}
