using Postvakt.Directories;
using Postvakt.Messages;
using Postvakt.Mql;
using Postvakt.Rules;

namespace Postvakt.Tests.Rules;

public sealed class RuleBodyTests
{
    private const string Mail = """
        From: Anna Berg <anna@partner.example>
        To: ben@firm.example
        Subject: Re: Budget
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary=b

        --b
        Content-Type: text/plain; charset=ISO-8859-1
        Content-Transfer-Encoding: quoted-printable

        Gr=FC=DFe, see https://thief.example/a and 192.0.2.77.

        -----Original Message-----
        From: Ben Holt <ben@firm.example>
        Sent: Monday, November 8, 2021 9:00 AM
        To: Anna Berg <anna@partner.example>; "Holt, Dana" <dana@firm.example>
        Cc: chief@firm.example
        Subject: Automatic reply: Budget

        Please look at https://firm.example/plan
        --b
        Content-Type: text/html; charset=utf-8

        <html><head><title>T</title><style>p { color: red }</style></head><body>
        <p>Read <a href="https://thief.example/a">here</a> <span style="display:none">Unseen <a href="https://deep.example/x">words</a></span></p>
        <script>var secret = 1;</script><p>a&#847;b</p>
        <a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.thief.example%2Flogin&amp;data=x">log in</a>
        <a href="https://www.youtube.com/redirect?q=https%3A%2F%2Fother.example%2F">video</a>
        <a href="http://0300.0.02.1/x">octal</a> <a href="http://3221225985/">number</a> <a href="http://[::ffff:192.0.2.1]/">six</a>
        <a href="https:/\www.lean.example/a">lean</a>
        </body></html>
        --b--
        """;

    [Theory]
    [InlineData("strings.contains(body.html.raw, '<span style=\"display:none\">') and body.html.charset == 'utf-8'")]
    [InlineData("strings.contains(body.html.inner_text, 'Unseen words') and not strings.contains(body.html.display_text, 'Unseen') and strings.contains(body.html.display_text, 'Read here')")]
    [InlineData("not strings.contains(body.html.inner_text, 'secret') and not strings.contains(body.html.inner_text, 'color') and regex.contains(body.html.inner_text, 'a\\x{034F}b')")]
    [InlineData("strings.contains(body.plain.raw, 'Grüße') and strings.contains(body.plain.raw, 'From: Ben Holt') and body.plain.charset == 'iso-8859-1' and body.plain.content_transfer_encoding == 'quoted-printable'")]
    [InlineData("any(body.ips, .ip == '192.0.2.77') and length(body.ips) == 1")]
    [InlineData("any(body.html.links, .href_url.domain.domain == 'thief.example') and any(body.plain.links, .href_url.path == '/plan') and not any(body.html.links, .href_url.path == '/plan')")]
    [InlineData("any(body.links, .href_url.domain.domain == 'deep.example' and not .visible) and any(body.links, .display_text == 'here' and .visible and .parser == 'hyperlink')")]
    [InlineData("any(body.links, .href_url.domain.domain == 'www.thief.example' and .href_url.rewrite.encoders[0] == 'azure_safelink' and strings.icontains(.href_url.rewrite.original, 'safelinks.protection.outlook.com'))")]
    [InlineData("any(body.links, strings.icontains(.href_url.url, ':/\\') and .href_url.domain.domain == 'www.lean.example')")]
    [InlineData("any(body.links, .href_url.domain.domain == 'www.youtube.com' and .href_url.path == '/redirect' and length(.href_url.rewrite.encoders) == 0 and .href_url.rewrite.original is null)")]
    [InlineData("length(filter(body.links, any(.href_url.ip.translation.encoders, . in ('octal', 'decimal_integer')))) == 2")]
    [InlineData("length(filter(body.links, .href_url.ip.translation.v4_to_v6)) == 1")]
    [InlineData("length(body.previous_threads) == 1 and body.previous_threads[0].index == 0 and body.previous_threads[0].sender.email.email == 'ben@firm.example'")]
    [InlineData("any(body.previous_threads[0].recipients.to, .display_name == 'Holt, Dana' and .email.email == 'dana@firm.example') and length(body.previous_threads[0].recipients.to) == 2")]
    [InlineData("any(body.previous_threads[0].recipients.cc, .email.email == 'chief@firm.example') and length(body.previous_threads[0].recipients.bcc) == 0 and length(body.previous_threads[0].banners) == 0")]
    [InlineData("body.previous_threads[0].subject.is_auto_reply and body.previous_threads[0].subject.base == 'Budget' and not body.previous_threads[0].subject.is_forward")]
    [InlineData("strings.contains(body.previous_threads[0].preamble, 'Sent: Monday') and any(body.previous_threads[0].links, .href_url.path == '/plan')")]
    [InlineData("body.current_thread.preamble is null and length(body.current_thread.banners) == 0 and strings.contains(body.current_thread.text, 'Grüße')")]
    [InlineData("strings.parse_html('<b>Hello</b> <i style=\"display:none\">you</i>').display_text == 'Hello' and strings.parse_html('<b>Hello</b> <i style=\"display:none\">you</i>').inner_text == 'Hello you'")]
    public void Rule_ThatIsTrueOfTheBody_Matches(string source) => Assert.Equal((MqlOutcome.Match, ""), RuleBed.Run(source, Mail));

    [Fact]
    public void Mailbox_IsWhomTheTransferNamed_WithTheNameOfTheDirectory()
    {
        var directory = new DirectorySnapshot([new Person("1", "Holt, Ben", ["ben.holt@firm.example", "ben@firm.example"])], [], DateTimeOffset.UnixEpoch);
        var message = RuleBed.Parse(Mail, new Envelope("", "", "", ["out@else.example", "ben@firm.example"]));
        var mail = new RuleMail(message, RuleBed.Mail(message).Authentication, null, null, ["firm.example"]) { Directory = directory };
        Assert.Equal((MqlOutcome.Match, ""), RuleBed.Run("mailbox.email.local_part == 'ben' and mailbox.display_name == 'Holt, Ben' and mailbox.first_name == 'Ben' and mailbox.last_name == 'Holt'", mail));
    }

    [Fact]
    public void Mailbox_OfAStoredMail_IsMissing() => Assert.Equal((MqlOutcome.Indeterminate, "Message.mailbox"), RuleBed.Run("mailbox.email.local_part == 'ben'", Mail));

    [Theory]
    [InlineData("<style>p{} text")]
    [InlineData("<style></style")]
    [InlineData("<a href=\"http://[::ffff:\">x</a><a href=\"https://eur01.safelinks.protection.outlook.com/?url=%%%\">y</a>")]
    [InlineData("<a href=http://0x7f.1>x<a href=http://1.2.3.4.5>")]
    public void BrokenPage_IsNoMistake(string html) =>
        Assert.Equal(MqlOutcome.NoMatch, RuleBed.Run("strings.contains(body.html.inner_text, 'never') or any(body.links, .href_url.ip.translation.v4_to_v6 or .href_url.rewrite.original == 'x')", "Content-Type: text/html\n\n" + html).Outcome);
}
