namespace Postvakt.Messages.Links;

/// <summary>The target of a link in one normal form. Traits: only what the address itself shows.</summary>
/// <param name="Path">Path with query, without fragment, beginning with '/'.</param>
internal readonly record struct WebAddress(string Url, string Host, string Path, LinkTraits Traits)
{
    /// <summary>Longest address read. Tracking links reach 4,000 characters; browsers stop near 2^15.</summary>
    public const int MaxLength = 8_192;

    /// <summary>
    /// Reads "scheme://host/path", or without scheme when <paramref name="schemeless"/>; the marks of defanging
    /// (hxxp, [.], (dot)) are understood. Only http, https, ftp and file are targets: a file link opens a share and
    /// hands the reader's password hash to its host.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> written, bool schemeless, out WebAddress address)
    {
        address = default;
        written = written.Length > MaxLength ? written[..MaxLength] : written;
        LinkTraits traits = LinkTraits.None;
        string scheme = "http";
        ReadOnlySpan<char> rest = written;
        if (!schemeless)
        {
            int colon = written.IndexOf(':');
            if (colon <= 0 || Schemes.Read(written[..colon], out bool defanged) is not { } known)
            {
                return false;
            }

            scheme = known;
            traits |= defanged ? LinkTraits.Defanged : LinkTraits.None;
            rest = written[(colon + 1)..].TrimStart("/\\");
        }

        int end = rest.IndexOfAny("/\\?#");
        ReadOnlySpan<char> authority = end < 0 ? rest : rest[..end];
        ReadOnlySpan<char> tail = end < 0 ? [] : rest[end..];
        int at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            traits |= LinkTraits.UserInfo;
            authority = authority[(at + 1)..];
        }

        if (Defanging.Marks(authority))
        {
            traits |= LinkTraits.Defanged;
            authority = Defanging.Undo(authority);
        }

        if (!TryPort(ref authority, scheme, out string port) || !HostName.TryNormalise(authority, out string host, out LinkTraits hostTraits))
        {
            return false;
        }

        traits |= hostTraits;
        int fragment = tail.IndexOf('#');
        string path = NormalPath(fragment < 0 ? tail : tail[..fragment], (traits & LinkTraits.Defanged) != 0);
        string url = string.Concat(string.Concat(scheme, "://", host, port), path, fragment < 0 ? "" : tail[fragment..].ToString());
        address = new WebAddress(url, host, path, traits);
        return true;
    }

    private static string NormalPath(ReadOnlySpan<char> tail, bool defanged)
    {
        if (tail.IsEmpty || tail is "/")
        {
            return "/";
        }

        int query = tail.IndexOf('?');
        ReadOnlySpan<char> path = query < 0 ? tail : tail[..query];
        bool slashed = path.Contains('\\');
        bool marked = defanged && Defanging.Marks(tail);
        if (!slashed && !marked)
        {
            return tail[0] == '/' ? tail.ToString() : string.Concat("/", tail);
        }

        string text = marked ? Defanging.Undo(tail) : tail.ToString();
        text = slashed ? text.Replace('\\', '/') : text;
        return text[0] == '/' ? text : "/" + text;
    }

    private static bool TryPort(ref ReadOnlySpan<char> authority, string scheme, out string port)
    {
        port = "";
        int colon = authority.LastIndexOf(':');
        if (colon < 0 || authority[colon..].Contains(']'))
        {
            return true;
        }

        ReadOnlySpan<char> digits = authority[(colon + 1)..];
        authority = authority[..colon];
        if (digits.IsEmpty)
        {
            return true;
        }

        if (digits.Length > 5 || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        bool usual = scheme switch
        {
            "http" => digits is "80",
            "https" => digits is "443",
            _ => false,
        };
        port = usual ? "" : string.Concat(":", digits);
        return true;
    }
}
