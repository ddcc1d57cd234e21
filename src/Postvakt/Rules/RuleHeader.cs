using System.Globalization;
using System.Net.Mail;
using System.Text.RegularExpressions;
using Postvakt.Messages;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>The header of a mail as rules see it: cut into hops, with the hosts and addresses that its Received fields name. Made when first asked for.</summary>
internal sealed partial class RuleHeader
{
    /// <summary>Of each kind. 200: a mail passes some ten servers.</summary>
    private const int MaxNamed = 200;

    private RuleHeader(IReadOnlyList<RuleHop> hops)
    {
        Hops = hops;
        var received = hops.Select(h => h.Received).OfType<RuleReceived>().Take(MaxNamed).ToArray();
        Domains = [.. received.SelectMany(r => HostName().Matches($"{r.Source} {r.Server} {r.Mailbox}").Take(MaxNamed)).Select(m => RuleDomain.Of(m.Value)).OfType<RuleDomain>().Where(d => d.IsValid).DistinctBy(d => d.Name).Take(MaxNamed)];
        Ips = [.. received.SelectMany(r => Address().Matches(r.Source).Take(MaxNamed)).Select(m => RuleIp.Of(m.Value)).OfType<RuleIp>().DistinctBy(i => i.Address).Take(MaxNamed)];
    }

    /// <summary>The sender's side first.</summary>
    public IReadOnlyList<RuleHop> Hops { get; }

    /// <summary>Known host names in Received fields, from below.</summary>
    public IReadOnlyList<RuleDomain> Domains { get; }

    /// <summary>Addresses that mail came from, by Received fields, from below.</summary>
    public IReadOnlyList<RuleIp> Ips { get; }

    public static RuleHeader Of(MailHeader header)
    {
        var hops = new List<RuleHop>();
        var fields = new List<RuleField>();
        var (position, received) = (0, false);
        foreach (var field in header.Fields.Reverse())
        {
            if (field.Is("Received"))
            {
                if (received) Close();
                received = true;
            }
            fields.Add(new(field, position++));
        }
        if (fields.Count > 0) Close();
        return new(hops);

        void Close()
        {
            hops.Add(new(hops.Count, [.. fields]));
            fields.Clear();
        }
    }

    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        Mail("hops", m => MessageModel.List(m.Header.Hops, MqlValue.Of));
        Mail("domains", m => MessageModel.List(m.Header.Domains, MqlValue.Of));
        Mail("ips", m => MessageModel.List(m.Header.Ips, MqlValue.Of));
        Mail("date_original_offset", m => m.Message.Date is { } date ? MqlValue.Of(Offset(date)) : MqlValue.Null);
        Mail("delivered_to", m => Mailbox(m, "Delivered-To"));
        Mail("x_sender", m => Mailbox(m, "X-Sender"));
        Mail("x_authenticated_sender", m => Mailbox(m, "X-Authenticated-Sender"));
        Mail("x_authenticated_domain", m => MessageModel.Object(RuleDomain.Of(Bare(m, "X-Authenticated-Domain"))));
        Mail("x_secure_server_account", m => MessageModel.Text(m.Message.Header.Value("X-SecureServer-Acct")));
        Mail("x_originating_ip", m => MessageModel.Object(RuleIp.Of(Bare(m, "X-Originating-IP"))));
        Mail("x_client_ip", m => MessageModel.Object(RuleIp.Of(Bare(m, "X-Client-IP"))));
        Mail("auth_summary.spf.error", m => Failed(m.Authentication.Spf));
        Mail("auth_summary.dmarc.error", m => Failed(m.Authentication.Dmarc));
        Mail("auth_summary.spf.received_hop", ReceivedHop);
        Mail("auth_summary.dmarc.received_hop", ReceivedHop);
        Mail("auth_summary.spf.details", m => m.Authentication.Spf.Length > 0 ? MqlValue.Of(Spf(m)) : MqlValue.Null);
        Mail("auth_summary.dmarc.details", m => m.Authentication.Dmarc.Length > 0 ? MqlValue.Of(new RuleDmarc(m.Authentication.Dmarc, m.Message.From.Domain, "", "", "", "")) : MqlValue.Null);
        RuleHop.Bind(fields);
        RuleResults.Bind(fields);
        RuleSpf.Bind(fields);
        RuleDmarc.Bind(fields);
        RuleSignature.Bind(fields);

        void Mail(string name, Func<RuleMail, MqlValue> read) => fields["Message.headers." + name] = owner => read((RuleMail)owner);
    }

    /// <summary>Hours east of Greenwich, with minutes where they are not whole: "-4", "5:30".</summary>
    internal static string Offset(DateTimeOffset date) =>
        date.Offset.Minutes == 0 ? date.Offset.Hours.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{(date.Offset < TimeSpan.Zero ? "-" : "")}{Math.Abs(date.Offset.Hours)}:{Math.Abs(date.Offset.Minutes):00}");

    /// <summary>The newest hop in which one of our own servers speaks; null where our own checks found it out, or no server was named.</summary>
    private static MqlValue ReceivedHop(RuleMail mail) =>
        mail.Header.Hops.LastOrDefault(h => h.Authentication is { } results && mail.TrustedAuthserv.Contains(results.Server, StringComparer.OrdinalIgnoreCase)) is { } hop && mail.Authentication.IsKnown ? MqlValue.Of((long)hop.Index) : MqlValue.Null;

    private static RuleSpf Spf(RuleMail mail)
    {
        var (authentication, envelope) = (mail.Authentication, mail.Message.Envelope);
        var from = envelope.MailFrom.Length > 0 ? envelope.MailFrom : mail.Message.ReturnPath;
        var isChecked = from.EndsWith("@" + authentication.SpfDomain, StringComparison.OrdinalIgnoreCase) || authentication.SpfDomain.Length == 0;
        return new(authentication.Spf, isChecked ? from : authentication.SpfDomain, "", envelope.ClientAddress, envelope.Helo, "");
    }

    private static MqlValue Failed(string result) => result.Length == 0 ? MqlValue.Null : MqlValue.Of(result is "temperror" or "permerror");

    private static MqlValue Mailbox(RuleMail mail, string field) =>
        mail.Message.Header.Value(field) is { Length: <= 1_000 } text && MailAddress.TryCreate(text, out var address) ? MqlValue.Of(new Participant(address.Address.ToLowerInvariant(), "", ParticipantRole.To)) : MqlValue.Null;

    private static string Bare(RuleMail mail, string field) => (mail.Message.Header.Value(field) ?? "").Trim(' ', '[', ']', '<', '>');

    [GeneratedRegex(@"[a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z][a-z0-9-]{1,62}", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex HostName();

    [GeneratedRegex(@"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\d{1,3}(?:\.\d{1,3}){3})?", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
