using Postvakt.Messages.Bodies;

namespace Postvakt.Messages.Links;

/// <summary>Reads the attribute of a hyperlink the way a browser does (WHATWG URL): blanks around and breaks inside are dropped.</summary>
internal static class AnchorTarget
{
    /// <summary>False for what leads to no host: relative links, mailto, tel, cid, data, javascript.</summary>
    public static bool TryRead(Anchor anchor, out WebAddress address)
    {
        address = default;
        ReadOnlySpan<char> target = Trimmed(anchor.Target.AsSpan(0, Math.Min(anchor.Target.Length, WebAddress.MaxLength)));
        if (target.IsEmpty || target[0] == '#')
        {
            return false;
        }

        if (anchor.Kind == AnchorKind.Refresh && target.IndexOf("url=", StringComparison.OrdinalIgnoreCase) is var at and >= 0)
        {
            target = target[(at + 4)..].Trim(" '\"");
        }

        if (target.ContainsAny('\n', '\r', '\t'))
        {
            target = target.ToString().Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal);
        }

        if (target is ['/' or '\\', '/' or '\\', ..])
        {
            return WebAddress.TryParse(string.Concat(target is ['\\', '\\', ..] ? "file:" : "http:", target), false, out address);
        }

        int colon = target.IndexOf(':');
        int slash = target.IndexOfAny("/?#");
        if (colon < 0 || slash >= 0 && slash < colon)
        {
            return TryBare(target, slash, out address);
        }

        if (Schemes.Read(target[..colon], out _) is not null)
        {
            return WebAddress.TryParse(target, false, out address);
        }

        return TryInner(target, colon, out address);
    }

    /// <summary>The address under which a page says that its relative links stand.</summary>
    public static bool TryBase(string href, out Uri root)
    {
        ReadOnlySpan<char> target = Trimmed(href.AsSpan(0, Math.Min(href.Length, WebAddress.MaxLength)));
        return Uri.TryCreate(target.StartsWith("//", StringComparison.Ordinal) ? string.Concat("http:", target) : target.ToString(), UriKind.Absolute, out root!) && root.Host.Length > 0;
    }

    /// <summary>Where a relative link leads; null for one that says itself where.</summary>
    public static string? Under(Uri root, string href)
    {
        ReadOnlySpan<char> target = Trimmed(href.AsSpan(0, Math.Min(href.Length, WebAddress.MaxLength)));
        if (target.IsEmpty || target[0] == '#' || target is ['/' or '\\', '/' or '\\', ..] || target.IndexOf(':') is var colon and >= 0 && target.IndexOfAny("/?#") is var slash && (slash < 0 || slash > colon))
        {
            return null;
        }

        return Uri.TryCreate(root, target.ToString(), out Uri? whole) ? whole.AbsoluteUri : null;
    }

    /// <summary>WHATWG URL 4.4: blanks and control characters around an address do not count.</summary>
    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> target)
    {
        while (!target.IsEmpty && (target[0] <= ' ' || char.IsWhiteSpace(target[0])))
        {
            target = target[1..];
        }

        while (!target.IsEmpty && (target[^1] <= ' ' || char.IsWhiteSpace(target[^1])))
        {
            target = target[..^1];
        }

        return target;
    }

    /// <summary>"www.host.example/path" without scheme is a relative link to a browser, and a link to most mail programs.</summary>
    private static bool TryBare(ReadOnlySpan<char> target, int slash, out WebAddress address)
    {
        address = default;
        ReadOnlySpan<char> host = slash < 0 ? target : target[..slash];
        if (host.Contains('@') || !BareHost.IsLink(host, slash < 0 ? [] : target[slash..], false, '\0', '\0')
            || !WebAddress.TryParse(target, true, out address))
        {
            return false;
        }

        address = address with { Traits = address.Traits | LinkTraits.NoScheme };
        return true;
    }

    /// <summary>"ms-word:ofe|u|https://host/x.docm", "view-source:https://host": a scheme that hands another address on.</summary>
    private static bool TryInner(ReadOnlySpan<char> target, int colon, out WebAddress address)
    {
        address = default;
        ReadOnlySpan<char> outer = target[..colon];
        if (outer.Equals("mailto", StringComparison.OrdinalIgnoreCase) || outer.Equals("data", StringComparison.OrdinalIgnoreCase)
            || outer.Equals("cid", StringComparison.OrdinalIgnoreCase) || outer.Equals("tel", StringComparison.OrdinalIgnoreCase)
            || outer.Equals("javascript", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        int inner = target.IndexOf("https://", StringComparison.OrdinalIgnoreCase);
        inner = inner < 0 ? target.IndexOf("http://", StringComparison.OrdinalIgnoreCase) : inner;
        return inner > 0 && WebAddress.TryParse(target[inner..], false, out address);
    }
}
