using Postvakt.Authentication;
using Postvakt.Directories;
using Postvakt.Messages;
using Postvakt.Mql;
using Postvakt.Mql.Rules;
using Postvakt.Rules;

namespace Postvakt.Fuzz.Targets;

/// <summary>Whole mails through the parser to rules that read every part of the message model.</summary>
internal sealed class ModelTarget : ITarget
{
    private static readonly MqlRuleSet Rules = Read(
    [
        "any(headers.hops, .received.server.raw == 'x' or .received.source.raw == 'x' or .received.id.raw == 'x' or .received.additional.raw == 'x' or .received.time == 'x' or .received.zone_offset == 'x')",
        "any(headers.hops, any(.fields, strings.icontains(.value, 'never') or .name == 'never' or .position < 0) or .index < 0)",
        "any(headers.hops, .authentication_results.spf == 'x' or .authentication_results.dmarc_details.from.root_domain == 'x' or .authentication_results.compauth.verdict == 'x' or .authentication_results.spf_details.designator == 'x' or .authentication_results.spf_details.client_ip.ip == 'x')",
        "any(headers.hops, any(.authentication_results.dkim_details, .domain == 'x' or .selector == 'x') or .received_spf.designator == 'x' or .received_spf.client_ip.version == 5 or .signature.headers == 'x')",
        "any(headers.domains, .root_domain == 'x' or not .valid) or any(headers.ips, .ip == 'x') or headers.x_originating_ip.ip == 'x' or headers.delivered_to.email == 'x' or headers.date_original_offset == 'x'",
        "strings.icontains(body.html.raw, 'never') or strings.icontains(body.html.inner_text, 'never') or strings.icontains(body.html.display_text, 'never') or body.html.charset == 'x' or strings.icontains(body.plain.raw, 'never')",
        "any([body.links, body.html.links, body.plain.links, body.current_thread.links], any(., .href_url.url == 'x' or .href_url.path == 'x' or any(.href_url.rewrite.encoders, . == 'x') or .href_url.rewrite.original == 'x' or any(.href_url.ip.translation.encoders, . == 'x') or .href_url.ip.translation.v4_to_v6 and .href_url.ip.translation.original == 'x' or any(keys(.href_url.query_params_decoded), . == 'x')))",
        "any(body.links, .display_text == 'x' or .display_url.domain.sld == 'x' or .mismatched and not .visible and .parser == 'x') or any(body.ips, .ip == 'x')",
        "any(body.previous_threads, strings.icontains(.preamble, 'never') or any(.links, .href_url.port == 1) or any(.recipients.to, .email.email == 'x') or any(.recipients.cc, .display_name == 'x') or .subject.base == 'x' or .subject.is_auto_reply and .sender.email.email == 'x')",
        "any(html.xpath(body.html, '//a | //td[contains(@style, \"color\")] | //comment() | //@class | //text()').nodes, .raw == 'x' or .display_text == 'x' or .inner_text == 'x' or any(.links, .href_url.url == 'x'))",
        "any(html.xpath(body.html, '//tr[last()]/ancestor::table//b[not(@x)] | //h2/following::img[number(@width) > 5]/preceding-sibling::*').nodes, strings.icontains(.raw, 'never'))",
        "strings.parse_html(subject.subject).display_text == 'x' or any(html.xpath(strings.parse_html(body.current_thread.text), '//*/@*').nodes, .raw == 'x') or length(html.xpath(body.html, subject.subject).nodes) == 7",
        "mailbox.email.local_part == 'x' or mailbox.first_name == 'x' or sender.email.email in $sender_emails",
    ]);

    private static readonly MqlEngine Engine = new(Rules, new MessageModel(RuleLists.Of(["firm.example"], DirectorySnapshot.Empty)));

    private readonly MessageParser _parser = new(MessageLimits.Default);
    private readonly MessageTarget _mails = new();

    /// <summary>Fourteen rules, of which three look through the tree of the page.</summary>
    public TimeSpan SlowPerBlock => TimeSpan.FromSeconds(3);

    public IReadOnlyList<byte[]> Seeds => _mails.Seeds;

    public IReadOnlyList<string> Dictionary => field ??=
    [
        .. _mails.Dictionary, "Received: from a (b [192.0.2.1]) by c.example (d) with ESMTP id e for <f@g.example>; ", "Received-SPF: pass (x: domain of a@b.example designates 192.0.2.1 as permitted sender) client-ip=::1;", "Authentication-Results: x; spf=pass smtp.mailfrom=a@b; dkim=pass header.d=c; dmarc=fail header.from=d; compauth=pass reason=1",
        "DKIM-Signature: v=1; d=a; h=b:c", "<html>", "<head>", "<body>", "<table>", "<tr>", "<td>", "<tbody>", "</td>", "</table>", "<a href=\"http://0300.1/\">", "<a href='https://eur01.safelinks.protection.outlook.com/?url=http%3A%2F%2Fa.example'>", "<b>", "<b a=1>", "<p>", "<li>", "<!--", "-->", "<![CDATA[", "<script>", "<style>", "<title>", "<svg>", "<template>", "&amp;", "&#0;", "&#xD800;", "<div style=\"display:none\">", "http://[::ffff:1.2.3.4]/", "http://0x7f.1/",
    ];

    public void Take(byte[] input, int variant)
    {
        using var mail = new ReceivedMail("fuzz", 0, new MemoryStream(input, writable: false), variant % 2 == 0 ? Envelope.Unknown : new("192.0.2.1", "a", "b@c.example", ["d@firm.example"]), null);
        var session = Engine.NewSession();
        session.Begin(new RuleMail(_parser.Parse(mail), SenderAuthentication.Unknown with { Spf = "pass", Dmarc = "fail" }, null, null, ["firm.example"]));
        foreach (var rule in Rules.Rules)
        {
            var result = session.Evaluate(rule);
            Invariants.Hold(result.Outcome == MqlOutcome.Indeterminate == result.Because.Count > 0, "an indeterminate rule must say why, and no other");
            if (variant % 7 == 0) _ = session.Explain(rule);
        }
    }

    private static MqlRuleSet Read(string[] sources)
    {
        var loader = new MqlRuleLoader(MessageModel.Schema);
        loader.AddText("model", string.Join("---\n", sources.Select((s, i) => $"name: model{i}\nsource: |\n  {s}\n")));
        var rules = loader.Build();
        return rules.Problems.Count == 0 ? rules : throw new InvalidOperationException(rules.Problems[0].ToString());
    }
}
