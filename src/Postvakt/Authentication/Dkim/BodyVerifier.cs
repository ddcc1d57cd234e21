using MimeKit;
using MimeKit.Cryptography;

namespace Postvakt.Authentication.Dkim;

/// <summary>MimeKit's verifier, which can also say whether a signature with a body length covers the whole body.</summary>
internal sealed class BodyVerifier(IDkimPublicKeyLocator keys) : DkimVerifier(keys)
{
    public static bool CoversBody(MimeMessage mail, DkimSignature signature) =>
        VerifyBodyHash(FormatOptions.Default, mail, signature.Algorithm, signature.BodyForm, -1, signature.BodyHash);
}
