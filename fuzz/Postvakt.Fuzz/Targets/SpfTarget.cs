using System.Net;
using System.Text;
using Postvakt.Authentication;
using Postvakt.Authentication.Arc;
using Postvakt.Authentication.Dkim;
using Postvakt.Authentication.Dmarc;
using Postvakt.Authentication.Spf;

namespace Postvakt.Fuzz.Targets;

/// <summary>
/// Records of SPF, DMARC and keys: each line of the input is one, and whatever is asked is answered with one of them. No record may throw, ask
/// without end, or write anything into the results that is not a name.
/// </summary>
internal sealed class SpfTarget : ITarget
{
    /// <summary>TXT of eleven domains, and an address look-up for each of ten names of ten terms, and the client's names: no record can cause more.</summary>
    private const int MostQuestions = 11 + 10 * 11 + 11;

    private readonly KeyStore _keys = new();

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 a mx ptr -all",
            "v=spf1 include:a.example include:b.example ~all\nv=spf1 a:%{d2}/24//64 mx:c.example -all",
            "v=spf1 exists:%{ir}.%{v}._spf.%{d2} redirect=%{l1r-}.lp.%{o}",
            "v=spf1 mx mx mx a:%{p} ptr:%{h} exp=why.%{d} ?all\nv=spf1 redirect=b.example",
            "v=DMARC1; p=reject; sp=none; np=quarantine; adkim=s; aspf=r; t=y; psd=n; rua=mailto:a@b.example",
            "v=DMARC1; p=none; psd=y\nv=spf1 -all",
            "v=DKIM1; k=rsa; h=sha256; s=email; t=s:y; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP",
            "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    public IReadOnlyList<string> Dictionary { get; } =
    [
        "v=spf1 ", "\n", " ", ":", "/", "//", "=", ";", "+", "-", "~", "?", ".", "all", "include:", "a", "mx", "ptr", "exists:", "ip4:", "ip6:", "redirect=", "exp=", "%{d}", "%{s}", "%{l}", "%{o}", "%{i}",
        "%{p}", "%{v}", "%{h}", "%{S99r.-+,/_=}", "%{", "}", "%%", "%_", "%-", "%", "0", "255", "192.0.2.1", "2001:db8::1", "::", "a.example", "example", "/32", "//128", "xn--", "v=DMARC1;", "p=reject;",
        "sp=", "np=", "psd=y;", "psd=n;", "t=y;", "adkim=s;", "rua=mailto:a@b.example", "v=DKIM1;", "k=rsa;", "k=ed25519;", "p=", "AAAA", "h=sha256;", "\t", "\0", "\u00e4", "\u00ff",
    ];

    public void Take(byte[] input, int variant)
    {
        var lines = Encoding.Latin1.GetString(input).Split('\n');
        foreach (var line in lines.Take(64))
        {
            _ = DmarcRecord.Parse(line);
            _ = DkimKey.Read(line, new KeyMaker(_keys), variant % 2 == 0 ? "rsa" : "ed25519");
        }
        var dns = new LineResolver(lines, variant);
        var client = IPAddress.Parse(variant % 3 == 0 ? "2001:db8::1" : "192.0.2.1");
        var sender = variant % 5 == 0 ? lines[^1][..Math.Min(lines[^1].Length, 300)] : "some-body+x@deep.sender.example";
        var spf = SpfCheck.CheckAsync(dns, client, lines[0], sender, CancellationToken.None).GetAwaiter().GetResult();
        if (dns.Asked > MostQuestions) throw new InvariantException($"SPF asked {dns.Asked} questions");
        var dmarc = new DmarcCheck(dns, new AuthorDomains(["a.b.c.d.e.f.g.h.i.example"], false), CancellationToken.None)
            .CheckAsync([new DmarcIdentifier("x.example", true, variant % 4 == 0)]).GetAwaiter().GetResult();
        var field = ResultsField.Write("mx.example", spf with { Domain = lines[0] }, [new DkimOutcome(DkimResult.Fail, lines[^1], lines[0], lines[^1])], dmarc, ArcOutcome.None);
        if (field.Any(c => c is not ('\n' or '\t' or (>= ' ' and <= '~'))) || field.Split('\n').Length != 4) throw new InvariantException("results hold more than names");
        if (field.Replace("\\", "", StringComparison.Ordinal).Length != field.Length) throw new InvariantException("results hold an escape");
    }

    /// <summary>Answers with a line of the input, chosen by the name.</summary>
    private sealed class LineResolver(string[] lines, int variant) : IResolver
    {
        public int Asked { get; private set; }

        public ValueTask<DnsAnswer> AskAsync(DnsQuestion question, CancellationToken cancellation)
        {
            Asked++;
            var line = lines[(question.Name.Length + variant) % lines.Length];
            return new(((question.Name.Length + variant) % 7, question.Kind) switch
            {
                (0, _) => DnsAnswer.NoSuchName,
                (1, not DnsKind.Txt) => DnsAnswer.NoData,
                (2, not DnsKind.Txt) => DnsAnswer.Failed,
                (_, DnsKind.Txt) => DnsAnswer.Of([line]),
                (_, DnsKind.A) => DnsAnswer.Of([IPAddress.Parse("198.51.100.1")]),
                (_, DnsKind.Aaaa) => DnsAnswer.Of([IPAddress.Parse("2001:db8::ffff")]),
                _ => DnsAnswer.Of([.. Enumerable.Range(0, 10).Select(i => $"h{i}.example").Append(line)]),
            });
        }
    }
}
