using Postvakt.Authentication;
using Postvakt.Messages;
using Postvakt.Mql;

namespace Postvakt.Tests.Rules;

public sealed class RuleHeaderTests
{
    private const string Mail = """
        Delivered-To: ben@firm.example
        Received: by in.firm.example (Postfix) with LMTP id A1;
         Mon, 8 Nov 2021 09:00:04 +0100
        Received: from out.partner.example (out.partner.example. [192.0.2.10])
         by mx.firm.example (Postfix, from host) with ESMTPS id B2
         for <ben@firm.example> (TLS 1.3); Mon, 8 Nov 2021 09:00:03 +0100
        Received-SPF: pass (firm.example: domain of bounce+srs=1@mail.partner.example designates 192.0.2.10 as permitted sender) client-ip=192.0.2.10;
        Authentication-Results: mx.firm.example;
         dkim=pass header.i=@partner.example header.s=s1 header.b=AbCd;
         spf=pass (firm.example: domain of bounce@mail.partner.example designates 192.0.2.10 as permitted sender) smtp.mailfrom=bounce@mail.partner.example;
         dmarc=fail (p=NONE sp=REJECT dis=NONE) header.from=partner.example; compauth=pass reason=100
        DKIM-Signature: v=1; a=rsa-sha256; d=partner.example; s=s1;
         h=from:to:reply-to; bh=abc; b=AbCd
        Received: from [10.0.0.7] (unknown [198.51.100.4]) by smtp.partner.example with ESMTPSA id C3; Mon, 8 Nov 2021 09:00:01 +0100
        Message-ID: <2@partner.example>
        From: anna@partner.example
        To: ben@firm.example
        X-Note: =?utf-8?q?gr=C3=BCn?=
        X-Originating-IP: [198.51.100.4]
        X-Authenticated-Sender: real@other.example
        Date: Mon, 8 Nov 2021 03:00:00 -0500
        Content-Type: text/plain; charset=utf-8;
        	format=fixed
        Subject: Budget

        Hello
        """;

    [Theory]
    [InlineData("length(headers.hops) == 3 and headers.hops[0].index == 0 and headers.hops[2].index == 2")]
    [InlineData("headers.hops[0].received.server.raw == 'smtp.partner.example' and strings.contains(headers.hops[0].received.source.raw, '198.51.100.4') and headers.hops[0].received.protocol.raw == 'ESMTPSA'")]
    [InlineData("headers.hops[1].received.server.raw == 'mx.firm.example' and headers.hops[1].received.mailbox.raw == 'ben@firm.example' and headers.hops[1].received.id.raw == 'B2' and strings.contains(headers.hops[1].received.additional.raw, 'TLS 1.3')")]
    [InlineData("headers.hops[2].received.source.raw is null and headers.hops[2].received.time == '2021-11-08T08:00:04Z' and headers.hops[2].received.zone_offset == '1'")]
    [InlineData("any(headers.hops, .index == 0 and any(.fields, .name == 'X-Note' and .value == 'grün'))")]
    [InlineData("any(headers.hops[0].fields, .name == 'Subject' and .position == 0) and any(headers.hops[2].fields, .name == 'Delivered-To')")]
    [InlineData("any(headers.hops[0].fields, .name == 'Content-Type' and .value == 'text/plain; charset=utf-8; format=fixed' and .position == 1)")]
    [InlineData("headers.hops[0].authentication_results.spf == 'pass' and headers.hops[0].authentication_results.dmarc == 'fail' and headers.hops[0].authentication_results.dkim == 'pass'")]
    [InlineData("headers.hops[0].authentication_results.compauth.verdict == 'pass' and headers.hops[0].authentication_results.type == 'standard' and headers.hops[0].authentication_results.server.domain == 'mx.firm.example'")]
    [InlineData("headers.hops[0].authentication_results.spf_details.designator == 'bounce@mail.partner.example' and headers.hops[0].authentication_results.spf_details.client_ip.ip == '192.0.2.10'")]
    [InlineData("headers.hops[0].authentication_results.dmarc_details.from.root_domain == 'partner.example' and headers.hops[0].authentication_results.dmarc_details.sub_policy == 'REJECT'")]
    [InlineData("any(headers.hops[0].authentication_results.dkim_details, .domain == 'partner.example' and .selector == 's1')")]
    [InlineData("headers.hops[0].received_spf.verdict == 'pass' and strings.icontains(headers.hops[0].received_spf.designator, '+SRS=')")]
    [InlineData("strings.ilike(headers.hops[0].signature.headers, '*:reply-to') and headers.hops[0].signature.domain == 'partner.example' and headers.hops[1].signature is null")]
    [InlineData("not any(headers.hops, .index > 0 and .authentication_results is not null)")]
    [InlineData("any(headers.ips, .ip == '192.0.2.10' and .version == 4) and any(headers.ips, .ip == '198.51.100.4') and length(headers.ips) == 3")]
    [InlineData("headers.x_originating_ip.ip == '198.51.100.4' and headers.x_authenticated_sender.email == 'real@other.example' and headers.delivered_to.local_part == 'ben' and headers.date_original_offset == '-5'")]
    [InlineData("headers.message_id == '<2@partner.example>' and headers.in_reply_to is null")]
    public void Rule_ThatIsTrueOfTheHeader_Matches(string source) => Assert.Equal((MqlOutcome.Match, ""), RuleBed.Run(source, Mail));

    [Fact]
    public void HostsOfReceived_WithATopLevelThatExists_AreDomains()
    {
        var mail = Mail.Replace("out.partner.example", "out.partner.co.uk", StringComparison.Ordinal);
        Assert.Equal((MqlOutcome.Match, ""), RuleBed.Run("any(headers.domains, .root_domain == 'partner.co.uk') and length(headers.domains) == 1", mail));
    }

    [Fact]
    public void AuthSummary_IsOurs_NotWhatAHopClaims()
    {
        var mail = RuleBed.Mail(RuleBed.Parse(Mail, new Envelope("192.0.2.10", "out.partner.example", "x@bounce.partner.example", [])), new SenderAuthentication("fail", "bounce.partner.example", "", "", "pass"));
        Assert.Equal((MqlOutcome.Match, ""), RuleBed.Run("headers.auth_summary.spf.pass == false and headers.auth_summary.spf.details.designator == 'x@bounce.partner.example' and headers.auth_summary.spf.details.client_ip.ip == '192.0.2.10'", mail));
        Assert.Equal((MqlOutcome.Match, ""), RuleBed.Run("headers.auth_summary.dmarc.pass and headers.auth_summary.dmarc.details.from.domain == 'partner.example' and headers.auth_summary.dmarc.received_hop is null", mail));
    }

    [Fact]
    public void WithoutAnAnswer_AuthSummaryIsNull()
    {
        var mail = RuleBed.Mail(RuleBed.Parse(Mail), SenderAuthentication.Unknown);
        Assert.Equal((MqlOutcome.Match, ""), RuleBed.Run("headers.auth_summary.spf.pass is null and headers.auth_summary.dmarc.details is null", mail));
    }

    [Theory]
    [InlineData("Received: ((((((((((((")]
    [InlineData("Received: from from by by ; ; ;")]
    [InlineData("Received:")]
    [InlineData("Authentication-Results: ;;;===")]
    [InlineData("Received-SPF: (")]
    [InlineData("DKIM-Signature: ;;=;d=")]
    public void BrokenField_IsNoMistake(string field) =>
        Assert.Equal(MqlOutcome.NoMatch, RuleBed.Run("any(headers.hops, .received.server.raw == 'x' or .authentication_results.spf == 'x' or .received_spf.designator == 'x' or .signature.domain == 'x') or length(headers.domains) > 3", field + "\nFrom: a@b.example\n\nx").Outcome);
}
