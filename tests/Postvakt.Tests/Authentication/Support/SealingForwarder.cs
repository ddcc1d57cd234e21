using MimeKit;
using MimeKit.Cryptography;

namespace Postvakt.Tests.Authentication.Support;

/// <summary>A list server that seals what it forwards and records what it saw.</summary>
internal sealed class SealingForwarder(string domain, string sawDmarc) : ArcSigner(TestKeys.Pem(TestKeys.Rsa), domain, "s1", DkimSignatureAlgorithm.RsaSha256)
{
    public static byte[] Seal(byte[] mail, string domain, string sawDmarc)
    {
        var message = MimeMessage.Load(new MemoryStream(mail));
        new SealingForwarder(domain, sawDmarc).Sign(message, ["From", "To", "Subject", "Date"]);
        return TestMails.Bytes(message);
    }

    protected override AuthenticationResults GenerateArcAuthenticationResults(FormatOptions options, MimeMessage message, CancellationToken cancellationToken)
    {
        var results = new AuthenticationResults(Domain);
        results.Results.Add(new AuthenticationMethodResult("dmarc", sawDmarc));
        return results;
    }

    protected override Task<AuthenticationResults> GenerateArcAuthenticationResultsAsync(FormatOptions options, MimeMessage message, CancellationToken cancellationToken) =>
        Task.FromResult(GenerateArcAuthenticationResults(options, message, cancellationToken));
}
