using MimeKit.Cryptography;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>What a check of DMARC (RFC 7489) said.</summary>
/// <param name="From">Domain of the author that was checked.</param>
internal sealed record RuleDmarc(string Verdict, string From, string Action, string Disposition, string Policy, string SubPolicy)
{
    public static RuleDmarc Of(AuthenticationMethodResult method)
    {
        // Google tells the policy in a comment: "(p=NONE sp=QUARANTINE dis=NONE)".
        var said = (method.ResultComment ?? "").Split(' ', 20).Select(w => w.Split('=', 2)).Where(w => w.Length == 2).DistinctBy(w => w[0], StringComparer.OrdinalIgnoreCase).ToDictionary(w => w[0], w => w[1], StringComparer.OrdinalIgnoreCase);
        return new(method.Result?.ToLowerInvariant() ?? "", RuleResults.Property(method, "header", "from"), method.Action ?? "", said.GetValueOrDefault("dis", ""), said.GetValueOrDefault("p", ""), said.GetValueOrDefault("sp", ""));
    }

    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        Of("verdict", d => MessageModel.Text(d.Verdict));
        Of("from", d => MessageModel.Object(RuleDomain.Of(d.From[(d.From.LastIndexOf('@') + 1)..])));
        Of("action", d => MessageModel.Text(d.Action));
        Of("disposition", d => MessageModel.Text(d.Disposition));
        Of("policy", d => MessageModel.Text(d.Policy));
        Of("sub_policy", d => MessageModel.Text(d.SubPolicy));
        Of("version", _ => MqlValue.Null);

        void Of(string field, Func<RuleDmarc, MqlValue> read) => fields["DmarcDetails." + field] = owner => owner is RuleDmarc dmarc ? read(dmarc) : MqlValue.Missing("DmarcDetails." + field);
    }
}
