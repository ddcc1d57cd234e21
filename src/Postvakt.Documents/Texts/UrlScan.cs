using System.Buffers;

namespace Postvakt.Documents.Texts;

/// <summary>Finds web addresses in any text: code, command lines, strings. One pass, no pattern engine.</summary>
internal static class UrlScan
{
    private const int MaxUrl = 2048;

    private static readonly SearchValues<string> Schemes = SearchValues.Create(["http://", "https://", "ftp://", "file://", "hxxp://", "hxxps://"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Characters that end an address wherever it stands (RFC 3986 2 leaves them out), and those that code puts around it.</summary>
    private static readonly SearchValues<char> Ends = SearchValues.Create("\0\t\r\n \"'<>`{}|\\^()\u00A0,;");

    /// <summary>Addresses in their order, each once, at most <paramref name="most"/>.</summary>
    public static IReadOnlyList<string> Find(ReadOnlySpan<char> text, int most = 100)
    {
        List<string>? found = null;
        while ((found?.Count ?? 0) < most && text.IndexOfAny(Schemes) is var at && at >= 0)
        {
            text = text[at..];
            var schemeEnd = text.IndexOf("://") + 3;
            var length = text[schemeEnd..].IndexOfAny(Ends) is var end && end >= 0 ? schemeEnd + end : text.Length;
            var url = text[..Math.Min(length, MaxUrl)].TrimEnd(".:!?)]*");
            if (url.Length > schemeEnd + 2 && !IsNamespace(url) && found?.Contains(url.ToString()) != true) (found ??= []).Add(url.ToString());
            text = text[Math.Max(schemeEnd, url.Length)..];
        }
        return found ?? [];
    }

    /// <summary>Names of XML vocabularies look like addresses and lead nowhere.</summary>
    private static bool IsNamespace(ReadOnlySpan<char> url) =>
        url.Contains("://schemas.", StringComparison.OrdinalIgnoreCase) || url.Contains("://www.w3.org/", StringComparison.OrdinalIgnoreCase)
        || url.Contains("://purl.org/", StringComparison.OrdinalIgnoreCase) || url.Contains("://ns.adobe.com/", StringComparison.OrdinalIgnoreCase)
        || url.Contains("://www.aiim.org/", StringComparison.OrdinalIgnoreCase);
}
