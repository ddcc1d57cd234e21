using MimeKit;
using MimeKit.Cryptography;

namespace Postvakt.Authentication.Dkim;

/// <summary>MimeKit's verifier, which can also say whether a signature with a body length covers the whole body.</summary>
internal sealed class BodyVerifier(IDkimPublicKeyLocator keys) : DkimVerifier(keys)
{
    /// <summary>Signatures are made over lines that end in CRLF, however this machine ends them.</summary>
    private static readonly FormatOptions Wire = WireFormat();

    public static bool CoversBody(MimeMessage mail, DkimSignature signature) =>
        VerifyBodyHash(Wire, mail, signature.Algorithm, signature.BodyForm, -1, signature.BodyHash);

    private static FormatOptions WireFormat()
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        return options;
    }
}
