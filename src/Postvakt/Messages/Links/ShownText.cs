using System.Buffers;

namespace Postvakt.Messages.Links;

/// <summary>What the text of a hyperlink says about where it leads.</summary>
internal static class ShownText
{
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <summary>
    /// True when the text holds a link, or is nothing but a host, of another registrable domain than the target's. A text that
    /// names the target's domain as well (a wrapped address, say) is honest enough.
    /// </summary>
    public static bool NamesOther(string shown, string domain)
    {
        bool other = false;
        TextScanner scanner = new(shown);
        while (scanner.Next())
        {
            if (!WebAddress.TryParse(scanner.Target, (scanner.Traits & LinkTraits.NoScheme) != 0, out WebAddress named))
            {
                continue;
            }

            named = Redirects.Unwrap(named);
            if (PublicSuffixList.RegistrableDomain(named.Host) == domain)
            {
                return false;
            }

            other |= named.Host.Contains('.');
        }

        return other || IsUnlistedHost(shown, domain);
    }

    /// <summary>"portal.nordwind.example": nothing but labels, though no list knows the last one.</summary>
    private static bool IsUnlistedHost(ReadOnlySpan<char> shown, ReadOnlySpan<char> domain)
    {
        shown = shown.TrimEnd('/');
        int dot = shown.LastIndexOf('.');
        return dot > 1 && shown.Length - dot > 4 && shown.Length <= 100
            && !shown.ContainsAnyExcept(HostCharacters)
            && !shown[dot..].ContainsAnyInRange('0', '9') && !BareHost.IsFileName(shown[(dot + 1)..])
            && !PublicSuffixList.RegistrableDomain(shown).SequenceEqual(domain);
    }
}
