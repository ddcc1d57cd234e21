using System.Net;
using Postvakt.Messages.Links;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>A link's target as rules take it apart (RFC 3986).</summary>
internal sealed class RuleUrl
{
    /// <summary>Characters of one. 4,096.</summary>
    private const int MaxLength = 4_096;

    private readonly Uri _uri;

    private readonly IReadOnlyList<string> _encoders;
    private readonly string? _original;
    private readonly string _text;

    private RuleUrl(Uri uri, IReadOnlyList<string> encoders, string? original, string? written) => (_uri, _encoders, _original, _text) = (uri, encoders, original, written ?? uri.OriginalString);

    /// <summary>Where a link leads. Only redirectors that rules have a name for are undone: they look for the others themselves.</summary>
    public static RuleUrl? Of(Link link)
    {
        if ((link.Traits & LinkTraits.Unwrapped) == 0)
        {
            // The normalised link lacks what stands before the host, how an address was written and which way the slashes lean; rules ask for it.
            var isWhole = (link.Traits & (LinkTraits.NoScheme | LinkTraits.Defanged | LinkTraits.Split)) == 0 && link.Written.Length < LinkCollection.MaxWritten;
            var odd = (link.Traits & (LinkTraits.UserInfo | LinkTraits.AddressLiteral)) != 0 ? Of(link.Written) : null;
            return odd ?? Of(link.Url, [], null, isWhole ? link.Written.Trim() : null);
        }
        if (link.Written.Length >= LinkCollection.MaxWritten || !WebAddress.TryParse(link.Written.AsSpan().Trim(), (link.Traits & LinkTraits.NoScheme) != 0, out var written)) return Of(link.Url);
        var encoders = new List<string>();
        var target = Redirects.Unwrap(written, encoders);
        return Of(target.Url, encoders, encoders.Count > 0 ? link.Written : null);
    }

    /// <summary>Null for what is none.</summary>
    public static RuleUrl? Of(string text) => Of(text, [], null);

    /// <summary>Whether a text is an address by itself: with a scheme, or a host of a top level that exists.</summary>
    public static bool IsWritten(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal)) return true;
        var host = text.AsSpan(0, text.AsSpan().IndexOfAny("/?#") is var end and >= 0 ? end : text.Length);
        return !host.Contains('@') && host.LastIndexOf('.') is > 0 and var dot && PublicSuffixList.IsTopLevel(host[(dot + 1)..]);
    }

    /// <param name="written">What rules see as its text, where it is not the normal form.</param>
    private static RuleUrl? Of(string text, IReadOnlyList<string> encoders, string? original, string? written = null)
    {
        text = text.Trim();
        if (text.Length is 0 or > MaxLength) return null;
        if (!text.Contains(':', StringComparison.Ordinal) || !text.Contains("//", StringComparison.Ordinal)) text = "http://" + text;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) ? new(uri, encoders, original, written) : null;
    }

    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        Of("scheme", u => MessageModel.Text(u.Scheme));
        fields["URL.url"] = owner => owner is RuleUrl url ? MessageModel.Text(url._text) : MqlValue.Missing("URL.url");
        Of("path", u => MessageModel.Text(u.AbsolutePath));
        Of("fragment", u => MessageModel.Text(u.Fragment.TrimStart('#')));
        Of("query_params", u => MessageModel.Text(u.Query.TrimStart('?')));
        Of("query_params_decoded", u => MqlValue.Of(Parameters(u.Query)));
        Of("port", u => u.IsDefaultPort || u.Port < 0 ? MqlValue.Null : MqlValue.Of((long)u.Port));
        Of("username", u => MessageModel.Text(u.UserInfo.Split(':')[0]));
        Of("password", u => MessageModel.Text(u.UserInfo.IndexOf(':', StringComparison.Ordinal) is var at and >= 0 ? u.UserInfo[(at + 1)..] : ""));
        Of("domain", u => u.HostNameType == UriHostNameType.Dns ? MessageModel.Object(RuleDomain.Of(u.IdnHost)) : MqlValue.Null);
        Of("ip", u => IPAddress.TryParse(u.Host, out var address) ? MqlValue.Of(new RuleIp(address, WrittenHost(u.OriginalString))) : MqlValue.Null);
        fields["URL.rewrite"] = MqlValue.Of;
        fields["URL.rewrite.encoders"] = owner => owner is RuleUrl url ? MessageModel.List(url._encoders, MqlValue.Of) : MqlValue.Missing("URL.rewrite");
        fields["URL.rewrite.original"] = owner => owner is RuleUrl url ? MessageModel.Text(url._original) : MqlValue.Missing("URL.rewrite");

        void Of(string name, Func<Uri, MqlValue> read) => fields["URL." + name] = owner => owner is RuleUrl url ? read(url._uri) : MqlValue.Missing("URL." + name);
    }

    /// <summary>The host as it stands between the slashes, user information and port left out.</summary>
    private static string WrittenHost(string url)
    {
        var rest = url.AsSpan(url.IndexOf("//", StringComparison.Ordinal) + 2);
        if (rest.IndexOfAny("/?#\\") is var end and >= 0) rest = rest[..end];
        rest = rest[(rest.LastIndexOf('@') + 1)..];
        return (rest.StartsWith("[") || rest.LastIndexOf(':') is not (>= 0 and var colon) ? rest : rest[..colon]).ToString();
    }

    /// <summary>Parameters of a query, at most 100.</summary>
    private static MqlMap Parameters(string query)
    {
        var map = new MqlMap();
        foreach (var group in query.TrimStart('?').Split('&', 101).Take(100).Where(p => p.Length > 0).Select(p => p.Split('=', 2)).GroupBy(p => Decoded(p[0]), StringComparer.Ordinal))
            map[group.Key] = MqlValue.Of(new MqlArray([.. group.Select(p => MqlValue.Of(p.Length > 1 ? Decoded(p[1]) : ""))]));
        return map;
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
