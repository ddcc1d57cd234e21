namespace Postvakt.Messages.Links;

/// <summary>
/// Decides whether "word.word" without a scheme is a link. Mail is full of file names (setup.sh), sentence ends without a
/// blank (end.This), abbreviations (e.g.) and code (node.name): the less stands around a host, the more it must look like
/// one. A path turns the scale, because hijack campaigns leave the scheme out but never the path.
/// </summary>
internal static class BareHost
{
    /// <summary>Extensions of files and code; many are top-level domains as well (Paraguay, Saint Helena, Moldova).</summary>
    private static readonly WordSet FileExtensions = new(
        "ac ai am app as asm asp aspx awk bak bash bat bb bc bin bmp bz cab cat cc cf cfg cgi class cmd conf config cpp cs css csv cxx dat data db deb diff dll do doc docx dot "
        + "dts dtsi dtb eml exe foo git gif go gz hh hpp hs htm html hxx ics img in inc ini io ipynb iso jar java jpeg jpg js json jsp jsx kt ko la "
        + "lib log lst lua map mbox md mk ml mm mod mov mp msi mount name network out patch pdf php pl pm png pod ppt pptx pro ps pub py rar rb rc rpm rs rst rtf "
        + "sc service sh slice so socket sql src ss st sub sv svg swf sys tar target tcl tex tf tgz tif tiff timer tmp ts tsv tsx txt uhd vb vhd wav wsdl xls xlsx xml xsd yaml yml zip");

    /// <summary>Two-letter top-level domains that are words: "check it.is there".</summary>
    private static readonly WordSet Words = new(
        "ad al an as at be by ca ch co de do er es et eu fr ga he id im in is it la li lu ma me mi ms mu my na ne no nu of pa re sa se si so su to tv us va we");

    /// <summary>Top-level domains that stand alone in prose as nothing else.</summary>
    private static readonly WordSet Unmistakable = new("biz com edu eu gov info int mil net org xyz");

    /// <summary>Cheap top-level domains whose word hardly follows a full stop.</summary>
    private static readonly WordSet Shops = new("buzz cfd click club cyou fyi icu lol monster online quest sbs shop site store vip website wiki");

    /// <summary>Products that carry a dot in their name.</summary>
    private static readonly WordSet Products = new("asp.net vb.net ado.net ml.net");

    /// <param name="host">Without marks of defanging.</param>
    /// <param name="path">Path with query, or empty.</param>
    /// <param name="defanged">A mark stood for a dot, which nobody writes by accident.</param>
    /// <param name="before">Character before the host, or NUL.</param>
    /// <param name="after">Character after the link, or NUL.</param>
    public static bool IsLink(ReadOnlySpan<char> host, ReadOnlySpan<char> path, bool defanged, char before, char after)
    {
        if (host.Length is < 4 or > 253)
        {
            return false;
        }

        int dot = host.LastIndexOf('.');
        if (dot < 1 || dot == host.Length - 1 || host.IndexOf("..", StringComparison.Ordinal) >= 0)
        {
            return false;
        }

        ReadOnlySpan<char> written = host[(dot + 1)..];
        path = path.TrimEnd(".,;:!?)");
        if (char.IsAsciiDigit(written[^1]))
        {
            return AddressLiteral.IsDottedQuad(host) && path.Length > 3 && path.IndexOfAnyInRange('a', 'z') > 0;
        }

        if (written.Length < 2 || written.Length > 24 || !AllLetters(written) && !written.StartsWith("xn--", StringComparison.Ordinal))
        {
            return false;
        }

        bool shouted = !host.ContainsAnyInRange('a', 'z');
        if (!shouted && written.ContainsAnyInRange('A', 'Z'))
        {
            return false;
        }

        Span<char> topLevel = stackalloc char[24];
        topLevel = topLevel[..written.ToLowerInvariant(topLevel)];
        if (host.Length > 6 && host.StartsWith("www", StringComparison.OrdinalIgnoreCase) && host.IndexOf('.') is 3 or 4 && host.Count('.') >= 2)
        {
            return true;
        }

        ReadOnlySpan<char> label = host[(host[..dot].LastIndexOf('.') + 1)..dot];
        if (!label.ContainsAnyExceptInRange('0', '9') && label.Length < 3)
        {
            return false;
        }

        if (path.Length > 1 && KnownServices.Traits(host) != LinkTraits.None)
        {
            return true;
        }

        bool listed = PublicSuffixList.IsTopLevel(topLevel);
        if (path.Length > 1)
        {
            return WithPath(host, topLevel, path, listed, shouted, defanged);
        }

        return before is not (':' or '*' or '`' or '[' or '{') && after is not ('(' or '[' or '{' or '=' or '%' or '|' or '/' or '-' or '`' or '\\')
            && (defanged ? listed || topLevel.Length > 2 : Alone(host, label, topLevel, listed, shouted));
    }

    /// <summary>True for the extension of a file: "invoice.zip" is a name before it is a host.</summary>
    public static bool IsFileName(ReadOnlySpan<char> extension) => FileExtensions.Contains(extension);

    private static bool WithPath(ReadOnlySpan<char> host, ReadOnlySpan<char> topLevel, ReadOnlySpan<char> path, bool listed, bool shouted, bool defanged)
    {
        if (path[0] == '/' && !char.IsLetterOrDigit(path[1]) && path[1] is not ('?' or '#' or '~' or '%' or '_' or '@' or '-' or '.'))
        {
            return false;
        }

        bool telling = path[1..].ContainsAny("/?=-_") || path.IndexOfAnyInRange('0', '9') >= 0;
        if (FileExtensions.Contains(topLevel))
        {
            return listed && telling && !shouted && !host.ContainsAnyInRange('A', 'Z') && !path.Contains('.') && !AlsoFile(path);
        }

        if (listed)
        {
            return telling || !Words.Contains(topLevel) || host.Count('.') > 1;
        }

        // "self.duration/10" and "page.cfm?id=1" are code.
        if (path.Length < 4 && !defanged || path[0] == '?' && host.Count('.') < 2)
        {
            return false;
        }

        // ".example" is in no list, nor is tomorrow's top-level domain; "hardware.software/firmware" is in none either.
        return topLevel.Length > 2 && !shouted && !host[1..].ContainsAnyInRange('A', 'Z') && (telling || defanged || host.Count('.') > 1 || host.Contains('-'));
    }

    private static bool Alone(ReadOnlySpan<char> host, ReadOnlySpan<char> label, ReadOnlySpan<char> topLevel, bool listed, bool shouted)
    {
        if (!listed || label.Length < 2 || host.ContainsAny('_', '-') && (host[0] == '-' || host.Contains('_')))
        {
            return false;
        }

        if (Unmistakable.Contains(topLevel))
        {
            Span<char> lower = stackalloc char[host.Length];
            host.ToLowerInvariant(lower);
            return !Products.Contains(lower);
        }

        if (shouted || host.ContainsAnyInRange('A', 'Z') || FileExtensions.Contains(topLevel))
        {
            return false;
        }

        bool country = topLevel.Length == 2;
        int dots = host.Count('.');
        return country
            ? dots > 1 || !Words.Contains(topLevel) || label.Contains('-') && label.Length > 5
            : topLevel.StartsWith("xn--", StringComparison.Ordinal) || Shops.Contains(topLevel) && label.Length > 5;
    }

    /// <summary>"setup.sh/README": the path names a file of the same tree.</summary>
    private static bool AlsoFile(ReadOnlySpan<char> path) => path.Length > 2 && char.IsAsciiLetterUpper(path[1]) && char.IsAsciiLetterUpper(path[2]);

    private static bool AllLetters(ReadOnlySpan<char> label)
    {
        foreach (char c in label)
        {
            if (!char.IsLetter(c))
            {
                return false;
            }
        }

        return true;
    }
}
