using System.Security.Cryptography;
using System.Text;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;

namespace Postvakt.Tests.Authentication.Support;

/// <summary>Keys made for a run of the tests, and their records.</summary>
internal static class TestKeys
{
    public static readonly RSA Rsa = RSA.Create(2048);
    public static readonly RSA Weak = RSA.Create(512);
    private static readonly Ed25519PrivateKeyParameters Edwards = new(SHA256.HashData("a key for tests"u8), 0);

    public static string RsaRecord => Record(Rsa);

    public static string EdwardsRecord => "v=DKIM1; k=ed25519; p=" + Convert.ToBase64String(Edwards.GeneratePublicKey().GetEncoded());

    public static string Record(RSA key) => "v=DKIM1; k=rsa; p=" + Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    public static DkimSigner RsaSigner(string domain, RSA? key = null) => new(Pem(key ?? Rsa), domain, "s1", DkimSignatureAlgorithm.RsaSha256);

    public static DkimSigner EdwardsSigner(string domain) => new((AsymmetricKeyParameter)Edwards, domain, "s2", DkimSignatureAlgorithm.Ed25519Sha256);

    public static MemoryStream Pem(RSA key) => new(Encoding.ASCII.GetBytes(key.ExportRSAPrivateKeyPem()));
}
