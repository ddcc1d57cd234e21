using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Cryptography;
using Postvakt.Authentication;
using Postvakt.Messages;

namespace Postvakt.Bench;

/// <summary>Processor time of checking a mail's sender, with a DNS that answers at once: an unsigned mail and one with a signature of RSA 2048, 5 KB and 1 MB.</summary>
internal static class VerifySpeed
{
    private static readonly RSA Key = RSA.Create(2048);

    public static async Task<int> RunAsync()
    {
        foreach (var (name, signed, size, count) in new[] { ("unsigned, 5 KB", false, 5_000, 3_000), ("signed, 5 KB", true, 5_000, 3_000), ("signed, 1 MB", true, 1_000_000, 60) })
        {
            var mail = Mail(signed, size);
            var verifier = new SenderVerifier(new Table(), new VerifierOptions { AuthservId = "mx.werk.example" }, TimeProvider.System);
            var result = await TimeAsync(verifier, mail, count / 3).ConfigureAwait(false);
            result = await TimeAsync(verifier, mail, count).ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {result.Cpu.TotalMicroseconds / count:0} us of processor time, {result.Bytes / count / 1024:0} KB allocated a mail; {result.Last.Summary}"));
        }
        return 0;
    }

    private static async Task<(TimeSpan Cpu, long Bytes, Verification Last)> TimeAsync(SenderVerifier verifier, byte[] mail, int count)
    {
        var envelope = new Envelope("192.0.2.10", "mail.firm.example", "anna@firm.example", ["ben@werk.example"]);
        var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        Verification? last = null;
        for (var i = 0; i < count; i++)
        {
            using var stream = new MemoryStream(mail, writable: false);
            last = await verifier.VerifyAsync(envelope, stream, CancellationToken.None).ConfigureAwait(false);
        }
        return (Environment.CpuUsage.TotalTime - cpu, GC.GetTotalAllocatedBytes() - bytes, last!);
    }

    private static byte[] Mail(bool signed, int size)
    {
        var body = string.Concat(Enumerable.Repeat("These words fill a line of some seventy characters, as mail has them.\r\n", size / 72));
        var message = MimeMessage.Load(new MemoryStream(Encoding.ASCII.GetBytes(
            $"From: Anna <anna@firm.example>\r\nTo: ben@werk.example\r\nSubject: Words\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\nMessage-ID: <1@firm.example>\r\n\r\n{body}")));
        if (signed)
        {
            var signer = new DkimSigner(new MemoryStream(Encoding.ASCII.GetBytes(Key.ExportRSAPrivateKeyPem())), "firm.example", "s1", DkimSignatureAlgorithm.RsaSha256)
            {
                HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
                BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            };
            signer.Sign(message, ["From", "To", "Subject", "Date", "Message-ID"]);
        }
        using var bytes = new MemoryStream();
        message.WriteTo(bytes);
        return bytes.ToArray();
    }

    private sealed class Table : IResolver
    {
        private readonly Dictionary<string, DnsAnswer> _texts = new()
        {
            ["firm.example"] = DnsAnswer.Of(["v=spf1 include:spf.firm.example mx -all"]),
            ["spf.firm.example"] = DnsAnswer.Of(["v=spf1 ip4:198.51.100.0/24 ip4:192.0.2.0/24 ~all"]),
            ["_dmarc.firm.example"] = DnsAnswer.Of(["v=DMARC1; p=reject; rua=mailto:r@firm.example"]),
            ["s1._domainkey.firm.example"] = DnsAnswer.Of(["v=DKIM1; k=rsa; p=" + Convert.ToBase64String(Key.ExportSubjectPublicKeyInfo())]),
        };

        public ValueTask<DnsAnswer> AskAsync(DnsQuestion question, CancellationToken cancellation) => new(
            question.Kind == DnsKind.Txt ? _texts.GetValueOrDefault(question.Name, DnsAnswer.NoSuchName) : DnsAnswer.Of([IPAddress.Parse("198.51.100.200")]));
    }
}
