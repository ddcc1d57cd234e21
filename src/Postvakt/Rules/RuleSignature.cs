using MimeKit.Cryptography;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>A signature by its tags (RFC 6376 3.5), or what a server says about one.</summary>
internal sealed class RuleSignature
{
    private const int MaxTags = 40;

    private readonly Dictionary<string, string> _tags;
    private readonly string _type;

    private RuleSignature(Dictionary<string, string> tags, string type) => (_tags, _type) = (tags, type);

    /// <param name="value">Of DKIM-Signature, or ARC-Message-Signature.</param>
    public static RuleSignature OfField(string value, string type) => new(
        value.Split(';', MaxTags).Select(t => t.Split('=', 2, StringSplitOptions.TrimEntries)).Where(t => t.Length == 2).DistinctBy(t => t[0], StringComparer.Ordinal).ToDictionary(t => t[0], t => t[1], StringComparer.Ordinal), type);

    public static RuleSignature Of(AuthenticationMethodResult method)
    {
        var (domain, identity) = (RuleResults.Property(method, "header", "d"), RuleResults.Property(method, "header", "i"));
        return new(new(StringComparer.Ordinal)
        {
            ["d"] = (domain.Length > 0 ? domain : identity[(identity.LastIndexOf('@') + 1)..]).ToLowerInvariant(),
            ["s"] = RuleResults.Property(method, "header", "s"),
            ["b"] = RuleResults.Property(method, "header", "b"),
        }, "dkim");
    }

    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        Of("type", s => MqlValue.Of(s._type));
        Of("algorithm", s => s.Tag("a"));
        Of("body_hash", s => s.Tag("bh"));
        Of("domain", s => s.Tag("d"));
        Of("headers", s => s.Tag("h"));
        Of("instance", s => s._type == "arc" ? s.Tag("i") : MqlValue.Null);
        Of("selector", s => s.Tag("s"));
        Of("signature", s => s.Tag("b"));
        Of("version", s => s.Tag("v"));

        void Of(string field, Func<RuleSignature, MqlValue> read) => fields["DkimSignature." + field] = owner => owner is RuleSignature signature ? read(signature) : MqlValue.Missing("DkimSignature." + field);
    }

    private MqlValue Tag(string tag) => MessageModel.Text(_tags.GetValueOrDefault(tag)?.Replace(" ", "", StringComparison.Ordinal));
}
