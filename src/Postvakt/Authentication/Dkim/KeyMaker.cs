using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;

namespace Postvakt.Authentication.Dkim;

/// <summary>Makes the keys of one mail, within what one mail may cost. Safe for concurrent use.</summary>
internal sealed class KeyMaker(KeyStore store)
{
    /// <summary>RFC 8301 3.2.</summary>
    private const int LeastBits = 1024;

    /// <summary>RFC 8301 3.2: larger ones need not be taken; the work grows with the cube.</summary>
    private const int MostBits = 4096;

    /// <summary>A public exponent as long as the modulus makes a check as dear as signing; real ones have three bytes.</summary>
    private const int MostExponentBytes = 8;

    /// <summary>
    /// Work on new keys, a key of 1024 bits being 1. 80: ten of 2048 bits, or one of 4096 and two of 2048; a fifth of a second. A mail of ten
    /// signatures with large keys of a stranger would else cost seconds.
    /// </summary>
    private int _work = 80;

    /// <summary>The key, or null with what is wrong. Throws whatever a parser throws on text that is no key.</summary>
    /// <param name="forNow">What is wrong passes: the key may be made with the next mail.</param>
    public AsymmetricKeyParameter? Make(string kind, string text, out string problem, out bool forNow)
    {
        (problem, forNow) = ("", false);
        if (store.Find(kind + text) is { } known) return known;
        var bytes = Convert.FromBase64String(text);
        AsymmetricKeyParameter? key = kind == "rsa" ? Rsa(bytes, ref problem, ref forNow) : new Ed25519PublicKeyParameters(bytes);
        if (key is not null) store.Put(kind + text, key);
        return key;
    }

    /// <summary>SubjectPublicKeyInfo, which everybody publishes, or RSAPublicKey, which RFC 6376 3.6.1 names. Sizes are looked at before the dear part.</summary>
    private RsaKeyParameters? Rsa(byte[] bytes, ref string problem, ref bool forNow)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportSubjectPublicKeyInfo(bytes, out _);
        }
        catch (CryptographicException)
        {
            rsa.ImportRSAPublicKey(bytes, out _);
        }
        var numbers = rsa.ExportParameters(includePrivateParameters: false);
        if (rsa.KeySize < LeastBits) problem = "key too short";
        else if (rsa.KeySize > MostBits || numbers.Exponent!.Length > MostExponentBytes) problem = "key too long";
        else if (Interlocked.Add(ref _work, -(rsa.KeySize / 1024) * (rsa.KeySize / 1024) * (rsa.KeySize / 1024)) < 0) (problem, forNow) = ("too many new keys", true);
        return problem.Length > 0 ? null
            : new RsaKeyParameters(false, new Org.BouncyCastle.Math.BigInteger(1, numbers.Modulus!), new Org.BouncyCastle.Math.BigInteger(1, numbers.Exponent!));
    }
}
