using System.Net;
using Postvakt.Messages;
using Postvakt.Messages.Links;

namespace Postvakt.Facts;

/// <summary>Links in quoted text that neither the author nor a thief wrote: what mail programs, lists and gateways leave there, and what leads nowhere. Each is a form, no list of names.</summary>
internal static class QuoteDebris
{
    private static readonly string[] Pictures = [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg", ".webp"];

    /// <summary>RFC 1918, 6598, 3927, 4193, 4291.</summary>
    private static readonly IPNetwork[] Private = [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10" }.Select(n => IPNetwork.Parse(n))];

    public static bool Is(Message message, Link link) => IsWord(message, link) || IsListPage(message, link) || IsPicture(message, link) || IsPrivate(link);

    /// <summary>
    /// A word with a dot in it that a program made a link of: its author wrote the word. Bare, shown as it is, wrapped by a gateway, or written beside it by a program that turns HTML into
    /// text, "name.example &lt;http://name.example&gt;", with or without blank or line break.
    /// </summary>
    private static bool IsWord(Message message, Link link) =>
        link.Path == "/" && (link.Shown == link.Host || link.Written.Equals(link.Host, StringComparison.OrdinalIgnoreCase) || (link.Traits & LinkTraits.Unwrapped) != 0 || TextsOf(message, link).Any(text => IsGloss(text, link)));

    private static bool IsGloss(string text, Link link)
    {
        var mark = "<" + link.Written;
        for (var at = text.IndexOf(mark, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(mark, at + mark.Length, StringComparison.OrdinalIgnoreCase))
            if (text.AsSpan(0, at).TrimEnd(" \t\r\n>").EndsWith(link.Host, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>The page of a list among the recipients, which the list puts under each mail: "https://lists.example/listinfo/NAME" for NAME@lists.example.</summary>
    private static bool IsListPage(Message message, Link link) => message.Recipients.Any(r =>
        r.Address.IndexOf('@', StringComparison.Ordinal) is var at and > 0 && link.Path.EndsWith("/" + r.Address[..at], StringComparison.OrdinalIgnoreCase) && PublicSuffixList.RegistrableDomain(r.Address[(at + 1)..]) == link.Domain);

    /// <summary>"[https://host.example/picture.png]": the source of a picture where a program turned HTML into text.</summary>
    private static bool IsPicture(Message message, Link link)
    {
        var path = link.Path.AsSpan();
        if (path.IndexOf('?') is var query and >= 0) path = path[..query];
        foreach (var kind in Pictures)
            if (path.EndsWith(kind, StringComparison.OrdinalIgnoreCase)) return TextsOf(message, link).Any(text => text.Contains($"[{link.Written}]", StringComparison.Ordinal));
        return false;
    }

    /// <summary>An address that nobody outside can put anything at.</summary>
    private static bool IsPrivate(Link link) => (link.Traits & LinkTraits.AddressLiteral) != 0 && IPAddress.TryParse(link.Host, out var address) && Private.Any(n => n.Contains(address));

    /// <summary>Alternatives of a mail have the quote each in its own form.</summary>
    private static IEnumerable<string> TextsOf(Message message, Link link) => message.Bodies.Select(b => b.Quotes.ElementAtOrDefault(link.Quote)?.Text).OfType<string>();
}
