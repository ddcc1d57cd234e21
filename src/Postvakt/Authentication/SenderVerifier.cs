using System.Net;
using System.Text;
using MimeKit;
using Postvakt.Authentication.Arc;
using Postvakt.Authentication.Dkim;
using Postvakt.Authentication.Dmarc;
using Postvakt.Authentication.Spf;
using Postvakt.Documents.Mail;
using Postvakt.Messages;

namespace Postvakt.Authentication;

/// <summary>
/// Checks who sent a mail: SPF, DKIM, ARC, and DMARC on top of them. Independent look-ups run at the same time, all of them within the mail's time;
/// what has no answer by then is a temporary error. No content of a mail and no answer of the DNS makes it throw. Safe for concurrent use.
/// </summary>
public sealed class SenderVerifier(IResolver resolver, VerifierOptions options, TimeProvider clock)
{
    private readonly KeyStore _keys = new();
    private readonly ParserOptions _parsing = new()
    {
        MaxMimeDepth = options.Limits.MaxDepth,
        CharsetEncoding = Encoding.Latin1,
        AddressParserComplianceMode = RfcComplianceMode.Loose,
        Rfc2047ComplianceMode = RfcComplianceMode.Loose,
        ParameterComplianceMode = RfcComplianceMode.Loose,
    };

    /// <param name="content">The bytes as they came, seekable; stays the caller's, its position is moved.</param>
    public async Task<Verification> VerifyAsync(Envelope envelope, Stream content, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(options.MessageTime, clock);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        var asking = new DeadlineResolver(resolver, deadline.Token, cancellation);
        var client = IPAddress.TryParse(envelope.ClientAddress, out var address) && !IPAddress.IsLoopback(address) ? address : null;
        var checkingSpf = SpfCheck.CheckAsync(asking, client, envelope.Helo, envelope.MailFrom.Trim('<', '>'), cancellation);
        using var mail = Load(content, out var isCut, cancellation);
        var checkingDmarc = new DmarcCheck(asking, AuthorDomains.Of(mail.Headers, _parsing), cancellation);
        var signatures = mail.Headers.Where(h => h.Id == HeaderId.DkimSignature).Take(DkimCheck.MaxSignatures).Select(h => (Header: h, Signature: DkimSignature.Read(h))).ToArray();
        var chain = ArcCheck.FieldsOf(mail.Headers);
        var keys = await FindKeysAsync(asking, new KeyMaker(_keys), [.. signatures.Select(s => s.Signature), .. ArcCheck.SignaturesOf(chain)], cancellation).ConfigureAwait(false);
        var refusal = isCut ? "larger than examined" : mail.Headers.Count > options.Limits.MaxHeaders ? "too many header fields" : "";
        var dkim = new DkimCheck(clock.GetUtcNow(), refusal).Check(mail, [.. signatures.Select(s => (s.Header, s.Signature, keys[s.Signature]))], content.Length, () => asking.IsOver);
        var arc = refusal.Length == 0 ? ArcCheck.Check(mail, chain, keys, options.TrustedSealers)
            : chain is { Count: 0 } ? ArcOutcome.None : new ArcOutcome(ArcResult.Fail, Problem: refusal);
        var spf = await checkingSpf.ConfigureAwait(false);
        var dmarc = await checkingDmarc.CheckAsync(Identifiers(spf, dkim)).ConfigureAwait(false);
        return new Verification(spf, dkim, dmarc, arc, ResultsField.Write(options.AuthservId, spf, dkim, dmarc, arc));
    }

    private MimeMessage Load(Stream content, out bool isCut, CancellationToken cancellation)
    {
        content.Position = 0;
        try
        {
            return MailParser.ParseMessage(_parsing, content, options.Limits.MaxBytes, out isCut, cancellation);
        }
        catch (FormatException)
        {
            // Bytes without any header are signed by nobody.
            isCut = false;
            return new MimeMessage((IEnumerable<Header>)[]);
        }
    }

    private static async Task<Dictionary<DkimSignature, DkimKey>> FindKeysAsync(IResolver asking, KeyMaker maker, IReadOnlyList<DkimSignature> signatures, CancellationToken cancellation)
    {
        var different = signatures.Distinct().ToArray();
        var keys = await Task.WhenAll(different.Select(s => DkimKey.FindAsync(asking, s, maker, cancellation))).ConfigureAwait(false);
        return different.Zip(keys).ToDictionary(p => p.First, p => p.Second);
    }

    private static List<DmarcIdentifier> Identifiers(SpfOutcome spf, IReadOnlyList<DkimOutcome> dkim)
    {
        var identifiers = new List<DmarcIdentifier>();
        if (spf.Domain.Length > 0 && spf.Result is SpfResult.Pass or SpfResult.TempError) identifiers.Add(new DmarcIdentifier(spf.Domain, false, spf.Result == SpfResult.TempError));
        foreach (var signature in dkim.Where(s => s.Domain.Length > 0 && s.Result is DkimResult.Pass or DkimResult.TempError))
            identifiers.Add(new DmarcIdentifier(signature.Domain, true, signature.Result == DkimResult.TempError));
        return [.. identifiers.Distinct()];
    }
}
