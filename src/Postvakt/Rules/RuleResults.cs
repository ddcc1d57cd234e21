using System.Text;
using MimeKit.Cryptography;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>An Authentication-Results field (RFC 8601) as rules take it apart. What it says is the claim of whoever wrote it: what our own side found out stands in <c>headers.auth_summary</c>.</summary>
internal sealed class RuleResults
{
    private const int MaxLength = 4_096;
    private const int MaxMethods = 20;
    private const string Name = "Message.headers.hops.authentication_results";

    private readonly AuthenticationResults _results;
    private readonly bool _isArc;

    private RuleResults(AuthenticationResults results, bool isArc) => (_results, _isArc) = (results, isArc);

    public string Server => _results.AuthenticationServiceIdentifier ?? "";

    /// <summary>Null for what is none.</summary>
    /// <param name="isArc">Of ARC-Authentication-Results (RFC 8617), which begins with its instance.</param>
    public static RuleResults? Of(string value, bool isArc) =>
        value.Length <= MaxLength && AuthenticationResults.TryParse(Encoding.UTF8.GetBytes(value), out var results) ? new(results, isArc) : null;

    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        Of("type", r => MqlValue.Of(r._isArc ? "arc" : "standard"));
        Of("instance", r => r._results.Instance is { } instance ? MqlValue.Of(instance.ToString(System.Globalization.CultureInfo.InvariantCulture)) : MqlValue.Null);
        Of("server", r => MessageModel.Object(RuleDomain.Of(r.Server)));
        Of("spf", r => Result(r.Method("spf")));
        Of("dkim", r => Result(r.Method("dkim")));
        Of("dmarc", r => Result(r.Method("dmarc")));
        Of("compauth", r => MessageModel.Object(r.Method("compauth")));
        Of("spf_details", r => r.Method("spf") is { } spf ? MqlValue.Of(RuleSpf.Of(spf, r.Server)) : MqlValue.Null);
        Of("dmarc_details", r => r.Method("dmarc") is { } dmarc ? MqlValue.Of(RuleDmarc.Of(dmarc)) : MqlValue.Null);
        Of("dkim_details", r => MqlValue.Of(new MqlArray([.. r.Methods("dkim").Select(m => MqlValue.Of(RuleSignature.Of(m)))])));
        fields[Name + ".compauth.verdict"] = owner => owner is AuthenticationMethodResult method ? Result(method) : MqlValue.Missing(Name);
        fields[Name + ".compauth.reason"] = owner => owner is AuthenticationMethodResult method ? MessageModel.Text(method.Reason) : MqlValue.Missing(Name);

        void Of(string field, Func<RuleResults, MqlValue> read) => fields[$"{Name}.{field}"] = owner => owner is RuleResults results ? read(results) : MqlValue.Missing(Name);
    }

    /// <summary>The value of a property ("smtp.mailfrom", "header.from"), or empty.</summary>
    public static string Property(AuthenticationMethodResult method, string type, string property) =>
        method.Properties.FirstOrDefault(p => p.PropertyType.Equals(type, StringComparison.OrdinalIgnoreCase) && p.Property.Equals(property, StringComparison.OrdinalIgnoreCase))?.Value ?? "";

    private IEnumerable<AuthenticationMethodResult> Methods(string name) => _results.Results.Take(MaxMethods).Where(m => name.Equals(m.Method, StringComparison.OrdinalIgnoreCase));

    /// <summary>Of several signatures one that passes decides.</summary>
    private AuthenticationMethodResult? Method(string name) => Methods(name).OrderByDescending(m => "pass".Equals(m.Result, StringComparison.OrdinalIgnoreCase)).FirstOrDefault();

    private static MqlValue Result(AuthenticationMethodResult? method) => MessageModel.Text(method?.Result?.ToLowerInvariant());
}
