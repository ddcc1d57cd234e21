using MimeKit;

namespace Postvakt.Authentication.Dkim;

/// <summary>Verifies the signatures of a mail (RFC 6376, 8301, 8463) with MimeKit. Nothing a mail holds makes it throw.</summary>
/// <param name="refusal">Why none can be verified at all, in words of ours; empty when they can.</param>
internal sealed class DkimCheck(DateTimeOffset now, string refusal)
{
    /// <summary>Signatures looked at. 10: honest mail has one to four; the key look-ups and the hashing of a thousand would be an attack.</summary>
    public const int MaxSignatures = 10;

    /// <summary>Bytes hashed for one mail, over all signatures. 128 MiB: about a second; large mail then has fewer signatures verified.</summary>
    private const long MaxHashed = 128L << 20;

    /// <param name="found">The signatures with their keys, in order.</param>
    /// <param name="size">Bytes of the mail.</param>
    /// <param name="isOver">The mail's time is up: what is left ends with a temporary error.</param>
    public IReadOnlyList<DkimOutcome> Check(MimeMessage mail, IReadOnlyList<(Header Header, DkimSignature Signature, DkimKey Key)> found, long size, Func<bool> isOver)
    {
        var outcomes = new List<DkimOutcome>(found.Count);
        var hashed = 0L;
        foreach (var (header, signature, key) in found)
        {
            var (result, problem) = Refusal(signature, key);
            if (result == DkimResult.None && (isOver() || (hashed > 0 && hashed + size > MaxHashed))) (result, problem) = (DkimResult.TempError, "out of time");
            if (result == DkimResult.None)
            {
                hashed += size;
                (result, problem) = Verify(mail, header, signature, key);
            }
            outcomes.Add(new DkimOutcome(result, signature.Domain, signature.Selector, signature.Beginning, problem));
        }
        return outcomes;
    }

    /// <summary>What is wrong before anything is computed; none when nothing is.</summary>
    private (DkimResult Result, string Problem) Refusal(DkimSignature signature, DkimKey key)
    {
        if (refusal.Length > 0) return (DkimResult.PermError, refusal);
        if (signature.Problem.Length > 0) return (DkimResult.PermError, signature.Problem);
        if (!DomainNames.IsWithin(signature.Identity, signature.Domain)) return (DkimResult.PermError, "i= is not in d=");
        // RFC 6376 3.5: by our clock; an hour is given to clocks that differ.
        if (signature.Expires is { } expires && expires < now.ToUnixTimeSeconds() - 3600) return (DkimResult.Fail, "signature expired");
        if (key.Key is null) return (key.Result, key.Problem);
        if (key.IsExact && signature.Identity != signature.Domain) return (DkimResult.PermError, "key not for names below");
        return (DkimResult.None, "");
    }

    private static (DkimResult Result, string Problem) Verify(MimeMessage mail, Header header, DkimSignature signature, DkimKey key)
    {
        try
        {
            var verifier = new BodyVerifier(new KeyLocator(new Dictionary<DnsQuestion, DkimKey> { [signature.KeyQuestion] = key }));
            if (!verifier.Verify(FormatOptions.Default, mail, header, CancellationToken.None)) return (DkimResult.Fail, "");
            // RFC 6376 8.2: behind l= anybody can write.
            return signature.HasLength && !BodyVerifier.CoversBody(mail, signature) ? (DkimResult.Policy, "only a part of the body is signed") : (DkimResult.Pass, "");
        }
        catch (IOException)
        {
            return (DkimResult.TempError, "mail could not be read again");
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // A foreign verifier on hostile bytes: whatever it throws, this signature does not hold.
            return (DkimResult.PermError, "malformed signature");
        }
    }
}
