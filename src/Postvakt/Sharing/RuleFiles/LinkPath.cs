using System.Text;
using Postvakt.Messages.Links;

namespace Postvakt.Sharing.RuleFiles;

/// <summary>The form that the paths of a campaign's links share, as a regular expression: words and numbers change with every mail, the form stays.</summary>
internal static class LinkPath
{
    /// <summary>Links of one form before it says something. 3.</summary>
    private const int MinAlike = 3;

    /// <summary>Forms of one report. 5.</summary>
    private const int MaxForms = 5;

    /// <summary>Of the forms that several links have and that hold a number, the commonest.</summary>
    public static IReadOnlyList<string> Of(SharedReport report) =>
    [
        .. report.Indicators.Where(i => i.Indicator.Type == "url").Select(i => PathOf(i.Indicator.Value)).GroupBy(PathShape.Of, StringComparer.Ordinal)
            .Where(g => g.Count() >= MinAlike && g.Key.AsSpan().ContainsAny('9', 'x')).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(MaxForms).Select(g => Expression(g.First())),
    ];

    /// <summary>Matches every path of the same form, and nothing longer.</summary>
    private static string Expression(string path)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0) path = path[..query];
        var dot = path.LastIndexOf('.');
        var ending = dot > path.LastIndexOf('/') + 1 && path.Length - dot is >= 2 and <= 6 && char.IsAsciiLetter(path[dot + 1]) ? dot : path.Length;
        var text = new StringBuilder("^");
        for (var i = 0; i < ending;)
        {
            var c = path[i];
            var run = i;
            while (run < ending && char.IsAsciiDigit(path[run])) run++;
            if (run > i)
            {
                text.Append(run - i is >= 6 and <= 9 ? "[0-9]{6,9}" : FormattableString.Invariant($"[0-9]{{{run - i}}}"));
                i = run;
                continue;
            }
            while (run < ending && (char.IsLetter(path[run]) || path[run] == '%')) run = path[run] == '%' ? Math.Min(run + 3, ending) : run + 1;
            if (run > i)
            {
                text.Append("[^/0-9._-]+");
                i = run;
                continue;
            }
            text.Append(Literal(c));
            i++;
        }
        foreach (var c in path[ending..]) text.Append(Literal(c));
        return text.Append('$').ToString();
    }

    private static string Literal(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' ? c.ToString() : c < ' ' ? "." : char.IsAscii(c) ? $"[{(c is '^' or ']' or '\\' or '[' ? "\\" : "")}{c}]" : c.ToString();

    /// <summary>Path with query, as links are compared.</summary>
    private static string PathOf(string url) => url.IndexOf("://", StringComparison.Ordinal) + 3 is var start && url.IndexOf('/', start) is var at and >= 0 ? url[at..] : "/";
}
