using System.Globalization;
using MimeKit.Utils;

namespace Postvakt.Samples.Mails;

/// <summary>The headers of the way here: envelope sender, hops, authentication, signature. Newest on top.</summary>
internal static class Trace
{
    public const string TrustedHost = "mx.lovhaga.example";

    private const string ExchangeHop = "with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.2.1544.11";

    /// <summary>MAIL FROM; empty for a bounce.</summary>
    public static string EnvelopeSender(Mail mail) =>
        mail.Program.Name == "bounce" ? "" : mail.Program.Name == "list" ? "talk-bounces@lists.furniturelogistics.example" : mail.From.Address;

    public static IEnumerable<(string Name, string Value)> Headers(Mail mail, Chance chance)
    {
        yield return ("Return-Path", $"<{EnvelopeSender(mail)}>");
        var inner = mail.Author.Firm.IsOwn && mail.From.Address == mail.Author.Address ? Inside(mail, chance) : Outside(mail, chance);
        foreach (var header in inner)
        {
            yield return header;
        }
    }

    private static IEnumerable<(string Name, string Value)> Inside(Mail mail, Chance chance)
    {
        var client = $"10.20.14.{new Chance(mail.Author.Id).Number(20, 230)}";
        yield return ("Received", $"from exch02.corp.lovhaga.example (10.20.12.11) by exch01.corp.lovhaga.example (10.20.12.10) {ExchangeHop}; {Time(mail, 3)}");
        yield return ("Authentication-Results", Result(mail, "pass", "pass", "lovhaga.example"));
        yield return mail.Author.IsSystem && mail.Program.Quote != QuoteStyle.Outlook
            ? ("Received", $"from app1.lovhaga.example (10.20.16.5) by exch02.corp.lovhaga.example (10.20.12.11) {ExchangeHop}; {Time(mail, 1)}")
            : mail.Program.Quote == QuoteStyle.Outlook
                ? ("Received", $"from exch02.corp.lovhaga.example ([10.20.12.11]) by exch02.corp.lovhaga.example ([10.20.12.11]) with mapi id 15.02.1544.011; {Time(mail, 1)}")
                : ("Received", $"from [{client}] ({client}) by exch02.corp.lovhaga.example (10.20.12.11) {ExchangeHop}; {Time(mail, 1)}");
    }

    private static IEnumerable<(string Name, string Value)> Outside(Mail mail, Chance chance)
    {
        var domain = mail.From.Domain;
        var firm = mail.Author.Firm;
        var isOwnMail = mail.From.Address == mail.Author.Address || mail.Program.Name == "list";
        var habit = new Chance("host " + domain);
        var host = isOwnMail ? firm.MailHost : "mail." + domain;
        var address = isOwnMail ? firm.MailAddress : $"{habit.Pick(["198.51.100", "203.0.113"])}.{habit.Number(140, 199)}";
        var isHacked = mail.Program.Name == "hacked";
        var rcpt = mail.To.Concat(mail.Cc).First(one => one.Firm.IsOwn).Address;

        yield return ("Received", $"from {host} ({host} [{address}]) by {TrustedHost} (Postfix) "
            + $"with ESMTPS id {chance.Hex(10).ToUpperInvariant()} for <{rcpt}>; {Time(mail, 6)}");
        yield return ("Authentication-Results", isHacked ? Result(mail, "none", "none", domain) : Result(mail, "pass", "pass", domain));
        if (!isHacked)
        {
            yield return ("DKIM-Signature", $"v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=s{habit.Number(1, 4)}; h=from:to:subject:date:message-id; "
                + $"bh={Convert.ToBase64String(chance.Bytes(32))}; b={Convert.ToBase64String(chance.Bytes(96))}");
        }

        yield return isHacked
            ? ("Received", $"from [203.0.113.{chance.Number(205, 250)}] (unknown [192.0.2.{chance.Number(160, 200)}]) "
                + $"(Authenticated sender: {mail.From.Address}) by {host} (Postfix) with ESMTPSA id {chance.Hex(10).ToUpperInvariant()}; {Time(mail, 1)}")
            : mail.Program.Name is "gmail"
                ? ("Received", $"by 2001:db8:{habit.Hex(4)}:{habit.Hex(4)}::{chance.Hex(3)} with SMTP id {chance.Token(16).ToLowerInvariant()}; {Time(mail, 2)}")
                : !isOwnMail
                ? ("Received", $"from [203.0.113.{chance.Number(205, 250)}] (unknown [203.0.113.{chance.Number(205, 250)}]) "
                    + $"by {host} with ESMTPSA id {chance.Token(12)}; {Time(mail, 2)}")
                : ("Received", $"from [{firm.ClientNetwork}.{new Chance(mail.Author.Id).Number(20, 120)}] (unknown [{firm.MailAddress}]) "
                    + $"by {host} with ESMTPSA id {chance.Token(12)}; {Time(mail, 2)}");
    }

    private static string Result(Mail mail, string dkim, string dmarc, string domain)
    {
        var sender = EnvelopeSender(mail);
        return $"{TrustedHost}; spf=pass smtp.mailfrom={(sender.Length > 0 ? sender : "postmaster@" + domain)}; "
            + (dkim == "pass" ? $"dkim=pass header.d={domain}; " : "dkim=none; ") + $"dmarc={dmarc} header.from={domain}";
    }

    private static string Time(Mail mail, int later) =>
        DateUtils.FormatDate(Clock.In("CET", mail.Date.AddSeconds(later))).ToString(CultureInfo.InvariantCulture);
}
