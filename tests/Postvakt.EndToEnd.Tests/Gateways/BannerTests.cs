using System.Text;
using MimeKit;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Intake;
using Postvakt.Intake.Gateway;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Gateways;

/// <summary>The sentence on top of tagged mail, through a milter and through a hop.</summary>
public sealed class BannerTests : IDisposable
{
    private readonly GatewayPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task TaggedMail_CarriesTheSentence_InEachText_AndSignedMailStays()
    {
        await _place.LearnAsync();
        await using var next = await PostfixInstance.StartAsync(null, null, "myhostname = inside.here.example");
        var config = GatewayPlace.Config("tag", more: $"smtp:\n  - {{kind: filter, address: \"127.0.0.1:0\", next_hop: \"127.0.0.1:{next.Port}\"}}\ndomains:\n  - {{name: lovhaga.example, language: sv}}\n")
            .Replace("  subject: \"[odd]\"", "  subject: \"[odd]\"\n  banner: true", StringComparison.Ordinal);
        await using var serve = await ServeProcess.StartAsync(_place.Work.Folder, _place.Work.Data, config);
        await using var front = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
        var odd = OddMails();
        var mails = odd.Concat(odd.Select(Signed)).ToArray();
        Assert.All(await GatewayPlace.SendAsync(front, mails), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        Check(await GatewayPlace.MailsAsync(front, mails.Length));
        await using (var direct = await SmtpDialogue.OpenAsync(serve.Listeners[1].Port))
        {
            await direct.SayAsync("EHLO client.example");
            foreach (var mail in mails) Assert.StartsWith("250", await direct.SendAsync("sender@outside.example", "reader@lovhaga.example", mail), StringComparison.Ordinal);
        }
        Check(await GatewayPlace.MailsAsync(next, mails.Length));
    }

    private static void Check(List<string> queued)
    {
        var advice = BannerText.Of(Oddity.Unusual, "sv").Split(". ")[^1];
        var (bannered, html, signed) = (0, 0, 0);
        foreach (var text in queued)
        {
            using var mail = MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(text)), TestContext.Current.CancellationToken);
            var carries = mail.TextBody?.Contains(advice, StringComparison.Ordinal) == true;
            if (mail.Body is Multipart { ContentType.MediaSubtype: "signed" })
            {
                signed++;
                Assert.False(carries);
                continue;
            }
            if (!carries)
            {
                Assert.DoesNotContain("[odd]", mail.Subject, StringComparison.Ordinal);
                continue;
            }
            Assert.Contains("[odd]", mail.Subject, StringComparison.Ordinal);
            bannered++;
            if (mail.HtmlBody is not { } rich) continue;
            html++;
            Assert.StartsWith("<div style=", rich, StringComparison.Ordinal);
            Assert.Contains(System.Net.WebUtility.HtmlEncode(advice), rich, StringComparison.Ordinal);
        }
        Assert.True(bannered > 0 && html > 0, $"{bannered} banners, {html} of them in HTML");
        Assert.True(signed > 0);
    }

    /// <summary>The attacked days of the sample company: the last mails of its stream that name an attack.</summary>
    private static string[] OddMails()
    {
        var labels = File.ReadLines(Path.Combine(Path.GetDirectoryName(Mails.SampleHistory())!, "labels.tsv")).Skip(1).Select(l => l.Split('\t')).ToArray();
        return [.. SampleMails.Read().Where((_, i) => labels[i][2] != "ham").Take(12)];
    }

    /// <summary>The same mail as one signed part.</summary>
    private static string Signed(string mail)
    {
        var end = mail.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2;
        var (header, body) = (mail[..end], mail[end..]);
        var mime = new StringBuilder();
        var rest = new StringBuilder();
        var kept = true;
        foreach (var line in header.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] is not (' ' or '\t')) kept = !line.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);
            (kept ? rest : mime).Append(line).Append("\r\n");
        }
        return $"{rest}Content-Type: multipart/signed; micalg=sha-256; protocol=\"application/pkcs7-signature\"; boundary=\"=_signed\"\r\n\r\n--=_signed\r\n{mime}{body}\r\n--=_signed\r\n"
            + "Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--=_signed--\r\n";
    }
}
