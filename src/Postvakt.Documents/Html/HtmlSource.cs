using System.Buffers;

namespace Postvakt.Documents.Html;

/// <summary>
/// Markup as the tokenizer (MimeKit 4.18) must be given it: it loses the first letter of an attribute that follows a slash, so that "&lt;a/href=…&gt;", which all
/// programs follow, would lead nowhere.
/// </summary>
public static class HtmlSource
{
    /// <summary>Elements whose content is no markup (WHATWG HTML 13.1.2).</summary>
    private static readonly string[] Raw = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"];

    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\f");
    private static readonly SearchValues<char> AfterName = SearchValues.Create(" \t\r\n\f/>");
    private static readonly SearchValues<char> AfterValue = SearchValues.Create(" \t\r\n\f>");

    /// <summary>With a blank for each slash that stands between a tag's attributes (WHATWG HTML 13.2.5.40); no longer and no shorter.</summary>
    public static string Spaced(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        char[]? spaced = null;
        for (var at = 0; at + 1 < html.Length && html.IndexOf('<', at) is var open && open >= 0;)
        {
            at = open + 1;
            if (html.AsSpan(at).StartsWith("!--", StringComparison.Ordinal)) at = After(html, at, "-->");
            else if (at < html.Length && char.IsAsciiLetter(html[at])) at = Tag(html, at, ref spaced);
        }
        return spaced is null ? html : new string(spaced);
    }

    /// <returns>Where the text behind the tag begins; for an element that holds no markup, where its end tag does.</returns>
    private static int Tag(string html, int at, ref char[]? spaced)
    {
        var rest = html.AsSpan(at);
        var name = rest[..(rest.IndexOfAny(AfterName) is >= 0 and var end ? end : rest.Length)];
        for (var next = at; next < html.Length;)
        {
            var found = html.AsSpan(next).IndexOfAny('>', '/', '=');
            if (found < 0) return html.Length;
            next += found;
            switch (html[next++])
            {
                case '>':
                    foreach (var raw in Raw)
                    {
                        if (name.Equals(raw, StringComparison.OrdinalIgnoreCase)) return html.IndexOf("</" + raw, next, StringComparison.OrdinalIgnoreCase) is >= 0 and var closes ? closes : html.Length;
                    }
                    return next;
                case '/' when next < html.Length && html[next] is not ('>' or '/') && !Blanks.Contains(html[next]):
                    (spaced ??= html.ToCharArray())[next - 1] = ' ';
                    break;
                case '=':
                    next = Value(html, next);
                    break;
                default:
                    break;
            }
        }
        return html.Length;
    }

    /// <returns>Where the value ends.</returns>
    private static int Value(string html, int at)
    {
        while (at < html.Length && Blanks.Contains(html[at])) at++;
        if (at == html.Length) return at;
        if (html[at] is '"' or '\'') return After(html, at + 1, html[at] == '"' ? "\"" : "'");
        var rest = html.AsSpan(at).IndexOfAny(AfterValue);
        return rest < 0 ? html.Length : at + rest;
    }

    private static int After(string html, int at, string mark) => html.IndexOf(mark, at, StringComparison.Ordinal) is >= 0 and var found ? found + mark.Length : html.Length;
}
