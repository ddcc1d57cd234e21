namespace Postvakt.Messages.Links;

/// <summary>
/// Reads the target out of links that gateways and search engines have wrapped, without fetching anything. Quoted mail from
/// another company carries its gateway's wrapping, so that one link has two forms in one conversation.
/// </summary>
internal static class Redirects
{
    /// <summary>A mail that passed three companies' gateways is wrapped three times; more is a maze.</summary>
    private const int MaxNesting = 4;

    /// <summary>The innermost target that can be read, with <see cref="LinkTraits.Unwrapped"/>; the address itself when it is no redirector.</summary>
    /// <param name="encoders">Takes the names of the redirectors that were undone, the outermost first; one without a name then ends it. Null: all are undone.</param>
    public static WebAddress Unwrap(WebAddress address, List<string>? encoders = null)
    {
        for (int i = 0; i < MaxNesting; i++)
        {
            if (RedirectorTable.Find(address.Host, address.Path) is not { } redirector || (encoders is not null && redirector.Name.Length == 0) || !TryUnwrap(address, redirector, out WebAddress inner))
            {
                break;
            }

            encoders?.Add(redirector.Name);
            LinkTraits written = address.Traits & (LinkTraits.Defanged | LinkTraits.NoScheme | LinkTraits.Split | LinkTraits.Enclosed | LinkTraits.Hidden);
            address = inner with { Traits = (inner.Traits & ~LinkTraits.NoScheme) | written | LinkTraits.Unwrapped };
        }

        return address;
    }

    /// <summary>True for a host that is known to rewrite links, whether or not this link shows its target.</summary>
    public static bool IsRedirector(WebAddress address) => RedirectorTable.Find(address.Host, address.Path) is not null;

    private static bool TryUnwrap(WebAddress address, Redirector redirector, out WebAddress inner)
    {
        inner = default;
        string? target = redirector.Form switch
        {
            RedirectForm.Path => FromPath(address.Path, redirector.PathStart),
            RedirectForm.Marked => Between(address.Path, "___"),
            RedirectForm.UrlDefense3 => UrlDefense.Version3(address.Url),
            RedirectForm.Ru => FromSegment(address.Path, "/RU="),
            _ => FromQuery(address.Path, redirector),
        };
        if (string.IsNullOrEmpty(target))
        {
            return false;
        }

        target = target.Trim();
        int colon = target.IndexOf(':', StringComparison.Ordinal);
        bool schemeless = colon < 0 || Schemes.Read(target.AsSpan(0, colon), out _) is null;
        if (schemeless && !target.AsSpan(0, Math.Max(0, target.AsSpan().IndexOfAny("/?#") is var end and >= 0 ? end : target.Length)).Contains('.'))
        {
            return false;
        }

        return WebAddress.TryParse(target, schemeless, out inner) && inner.Url != address.Url && inner.Host.AsSpan().ContainsAny('.', ':');
    }

    private static string? FromQuery(string path, Redirector redirector)
    {
        int query = path.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
        {
            return null;
        }

        foreach (string parameter in redirector.Parameters)
        {
            string? value = Parameter(path.AsSpan(query + 1), parameter);
            if (value is null)
            {
                continue;
            }

            string? target = redirector.Form switch
            {
                RedirectForm.Base64 => value.StartsWith(redirector.Prefix, StringComparison.Ordinal) ? Base64Text.Decode(Uri.UnescapeDataString(value).AsSpan(redirector.Prefix.Length)) : null,
                RedirectForm.UrlDefense2 => UrlDefense.Version2(value),
                _ => Uri.UnescapeDataString(value),
            };
            if (!string.IsNullOrEmpty(target))
            {
                return target;
            }
        }

        return null;
    }

    /// <summary>The value as written. HTML that was escaped twice leaves "&amp;amp;" between parameters.</summary>
    private static string? Parameter(ReadOnlySpan<char> query, string name)
    {
        foreach (Range range in query.SplitAny('&', ';'))
        {
            ReadOnlySpan<char> pair = query[range];
            if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return pair[(name.Length + 1)..].ToString();
            }
        }

        return null;
    }

    private static string? FromPath(string path, string start)
    {
        ReadOnlySpan<char> rest = path.AsSpan(start.Length);
        int encoded = rest.IndexOf("%3A%2F%2F", StringComparison.OrdinalIgnoreCase);
        int plain = rest.IndexOf("://", StringComparison.Ordinal);
        int at = encoded >= 0 && (plain < 0 || encoded < plain) ? encoded : plain;
        if (at < 0)
        {
            // Google AMP: "/amp/s/host/path".
            return start.EndsWith("/s/", StringComparison.Ordinal) ? rest.ToString() : null;
        }

        int scheme = rest[..at].LastIndexOf('/') + 1;
        string target = rest[scheme..].ToString();
        return at == encoded ? Uri.UnescapeDataString(target) : target;
    }

    private static string? FromSegment(string path, string name)
    {
        int at = path.IndexOf(name, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        ReadOnlySpan<char> value = path.AsSpan(at + name.Length);
        int end = value.IndexOf('/');
        return Uri.UnescapeDataString((end < 0 ? value : value[..end]).ToString());
    }

    private static string? Between(string path, string mark)
    {
        int begin = path.IndexOf(mark, StringComparison.Ordinal);
        if (begin < 0)
        {
            return null;
        }

        begin += mark.Length;
        int end = path.IndexOf(mark, begin, StringComparison.Ordinal);
        return end < 0 ? null : path[begin..end];
    }
}
