using System.Text.RegularExpressions;
using MimeKit.Cryptography;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>What a check of SPF (RFC 7208) said.</summary>
/// <param name="Designator">The sender that was checked: an address, or a domain.</param>
/// <param name="Description">In words, as servers write it.</param>
internal sealed partial record RuleSpf(string Verdict, string Designator, string Description, string Client, string Helo, string Server)
{
    public static RuleSpf Of(AuthenticationMethodResult method, string server)
    {
        var (comment, from) = (method.ResultComment ?? "", RuleResults.Property(method, "smtp", "mailfrom"));
        return new(method.Result?.ToLowerInvariant() ?? "", from.Length > 0 ? from : Designated(comment), comment, Address(comment), RuleResults.Property(method, "smtp", "helo"), Checker(comment, server));
    }

    /// <summary>A Received-SPF field: "pass (mx.example: domain of a@b.example designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1; …" (RFC 7208 9.1).</summary>
    public static RuleSpf? OfField(string value)
    {
        value = value.Length > 2_048 ? value[..2_048] : value;
        var end = value.IndexOfAny([' ', '(', ';']);
        var verdict = (end < 0 ? value : value[..end]).Trim();
        if (verdict.Length == 0) return null;
        int open = value.IndexOf('(', StringComparison.Ordinal), close = value.IndexOf(')', StringComparison.Ordinal);
        var comment = open >= 0 && close > open ? value[(open + 1)..close] : "";
        var from = Key(value, "envelope-from");
        var client = Key(value, "client-ip");
        return new(verdict.ToLowerInvariant(), from.Length > 0 ? from : Designated(comment), comment, client.Length > 0 ? client : Address(comment), Key(value, "helo"), Checker(comment, Key(value, "receiver")));
    }

    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        Of("verdict", s => MessageModel.Text(s.Verdict));
        Of("designator", s => MessageModel.Text(s.Designator));
        Of("description", s => MessageModel.Text(s.Description));
        Of("client_ip", s => MessageModel.Object(RuleIp.Of(s.Client)));
        Of("helo", s => MessageModel.Object(RuleDomain.Of(s.Helo)));
        Of("server", s => MessageModel.Object(RuleDomain.Of(s.Server)));

        void Of(string field, Func<RuleSpf, MqlValue> read) => fields["SpfDetails." + field] = owner => owner is RuleSpf spf ? read(spf) : MqlValue.Missing("SpfDetails." + field);
    }

    private static string Designated(string comment) => DomainOf().Match(comment) is { Success: true } found ? found.Groups[1].Value.Trim('"', '<', '>') : "";

    private static string Address(string comment) => AnAddress().Match(comment) is { Success: true } found ? found.Value : "";

    private static string Checker(string comment, string otherwise) => comment.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 && !comment[..colon].Contains(' ', StringComparison.Ordinal) ? comment[..colon] : otherwise;

    private static string Key(string value, string key)
    {
        var at = value.IndexOf(key + "=", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return "";
        var rest = value.AsSpan(at + key.Length + 1);
        if (rest.StartsWith("\"") && rest[1..].IndexOf('"') is var quote and >= 0) return rest[1..(quote + 1)].ToString();
        var end = rest.IndexOfAny(" ;");
        return (end < 0 ? rest : rest[..end]).Trim("<>").ToString();
    }

    [GeneratedRegex(@"domain of (?:transitioning )?(\S+)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex DomainOf();

    [GeneratedRegex(@"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex AnAddress();
}
