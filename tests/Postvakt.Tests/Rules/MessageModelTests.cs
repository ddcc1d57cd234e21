using Postvakt.Authentication;
using Postvakt.Mql;
using Postvakt.Rules;

namespace Postvakt.Tests.Rules;

public sealed class MessageModelTests
{
    private const string Mail = """
        Message-ID: <2@firm.example>
        In-Reply-To: <1@partner.example>
        From: Anna Berg <anna.berg@mail.partner.example>
        To: Ben Holt <ben@firm.example>, dana@firm.example
        Reply-To: other@thief.example
        Subject: Re: [EXTERN] Budget
        Date: Mon, 8 Nov 2021 09:00:00 +0100
        X-Mailer: Lamp 1
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/html; charset=utf-8

        <p>See <a href="https://user:pw@www.thief.co.uk:8443/chart/1234567?a=1&amp;a=%32#x">https://firm.example</a></p>
        <p>Best</p><blockquote>On Monday Ben wrote: hello</blockquote>
        --b
        Content-Type: application/zip; name="Charts.ZIP"
        Content-Disposition: attachment; filename="Charts.ZIP"
        Content-Transfer-Encoding: base64

        UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==
        --b--
        """;

    [Theory]
    [InlineData("sender.display_name == 'Anna Berg' and sender.email.email == 'anna.berg@mail.partner.example' and sender.email.local_part == 'anna.berg'")]
    [InlineData("sender.email.domain.domain == 'mail.partner.example' and sender.email.domain.root_domain == 'partner.example' and sender.email.domain.sld == 'partner' and sender.email.domain.subdomain == 'mail' and sender.email.domain.tld == 'example'")]
    [InlineData("length(recipients.to) == 2 and recipients.to[0].display_name == 'Ben Holt' and any(recipients.to, .email.email == 'dana@firm.example') and length(recipients.cc) == 0")]
    [InlineData("any(headers.reply_to, .email.domain.root_domain != sender.email.domain.root_domain)")]
    [InlineData("subject.is_reply and not subject.is_forward and subject.base == 'Budget' and strings.contains(subject.subject, 'Re: ')")]
    [InlineData("headers.in_reply_to == '<1@partner.example>' and headers.message_id == '<2@firm.example>' and length(headers.references) == 0 and headers.mailer == 'Lamp 1'")]
    [InlineData("type.inbound and not type.internal and not type.outbound")]
    [InlineData("any(body.links, .href_url.domain.root_domain == 'thief.co.uk' and .href_url.domain.sld == 'thief' and .href_url.domain.tld == 'co.uk' and .href_url.port == 8443 and .href_url.username == 'user' and .href_url.password == 'pw')")]
    [InlineData("any(body.links, .mismatched and .display_url.domain.domain == 'firm.example' and .display_text is null)")]
    [InlineData("any(body.links, regex.icontains(.href_url.path, '/chart/[0-9]{7}$') and .href_url.fragment == 'x' and .href_url.query_params_decoded['a'][1] == '2')")]
    [InlineData("any(attachments, .file_extension == 'zip' and .file_name == 'Charts.ZIP' and .content_type == 'application/zip' and .size > 10)")]
    [InlineData("strings.contains(body.html.display_text, 'Best') and body.plain is null")]
    [InlineData("strings.parse_url('thief.example/x').domain.domain == 'thief.example' and strings.parse_email('A@b.example').domain.domain == 'b.example'")]
    [InlineData("sender.email.domain.root_domain in $known")]
    [InlineData("strings.parse_domain('bücher.example').domain == 'xn--bcher-kva.example' and strings.parse_domain('a.b.example').valid == false")]
    [InlineData("headers.auth_summary.spf.pass and not coalesce(headers.auth_summary.dmarc.pass, false)")]
    [InlineData("conversation.claimed and not conversation.known and conversation.facts['host-new'] == 0")]
    public void Rule_ThatIsTrueOfTheMail_Matches(string source) => Assert.Equal((MqlOutcome.Match, ""), Run(source));

    [Theory]
    [InlineData("any(attachments, .file_type == 'zip')", "file.content")]
    [InlineData("sender.email.domain.root_domain in $unknown", "$unknown")]
    [InlineData("network.whois(sender.email.domain).days_old < 30", "network.whois")]
    public void Rule_ThatHangsOnWhatIsMissing_SaysSo(string source, string because) => Assert.Equal((MqlOutcome.Indeterminate, because), Run(source));

    [Fact]
    public void WithoutDomainsOfTheOrganisation_NoDirectionIsKnown() => Assert.Equal((MqlOutcome.Indeterminate, "organisation.domains"), Run("type.inbound", []));

    [Fact]
    public void WithoutMemory_NothingIsKnownOfTheConversation() =>
        Assert.Equal((MqlOutcome.Indeterminate, "conversation"), RuleBed.Run("conversation.known", new RuleMail(RuleBed.Parse(Mail), SenderAuthentication.Unknown, null, null, ["firm.example"])));

    private static (MqlOutcome, string) Run(string source, string[]? domains = null) => RuleBed.Run(source, RuleBed.Mail(RuleBed.Parse(Mail), domains: domains));
}
