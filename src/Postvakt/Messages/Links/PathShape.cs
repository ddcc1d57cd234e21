using System.Text;

namespace Postvakt.Messages.Links;

/// <summary>
/// A path with its words and numbers taken out, to recognise a campaign whose words and numbers change with every mail.
/// "/vitaelibero/inventoreest-31247564" and "/aoptio/autquia-4403601" are both "/A/A-9{6-9}".
/// </summary>
public static class PathShape
{
    /// <summary>Longest shape kept.</summary>
    private const int MaxLength = 120;

    /// <summary>Letters in a row that are still an abbreviation ('a') and not a word ('A').</summary>
    private const int ShortWord = 3;

    /// <summary>
    /// The shape: 'a' for up to three letters, 'A' for more, '9{n}' for n digits (6 to 9 digits are one class, because a
    /// counter carries over), 'x{n}' for letters and digits mixed, separators and a file extension as they stand.
    /// Empty for what all sites share: "/", "/index.html", one word. Two words ("/A/A") are kept, and common.
    /// </summary>
    /// <param name="path">Path with query.</param>
    public static string Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ReadOnlySpan<char> rest = path;
        int fragment = rest.IndexOf('#');
        rest = fragment < 0 ? rest : rest[..fragment];
        int extension = ExtensionStart(rest);
        StringBuilder shape = new(Math.Min(path.Length, MaxLength) + 8);
        for (int i = 0; i < rest.Length && shape.Length < MaxLength;)
        {
            if (i == extension)
            {
                int end = ExtensionEnd(rest, extension);
                foreach (char c in rest[i..end])
                {
                    shape.Append(char.ToLowerInvariant(c));
                }

                i = end;
            }
            else if (!char.IsLetterOrDigit(rest[i]) && !IsEscape(rest, i))
            {
                shape.Append(rest[i++]);
            }
            else
            {
                i = AppendRun(shape, rest, i);
            }
        }

        return IsTrivial(shape) ? "" : shape.ToString(0, Math.Min(shape.Length, MaxLength));
    }

    private static int AppendRun(StringBuilder shape, ReadOnlySpan<char> text, int start)
    {
        int end = start, letters = 0, digits = 0, turns = 0;
        bool digit = false;
        while (end < text.Length)
        {
            if (IsEscape(text, end))
            {
                letters++;
                end += 3;
                continue;
            }

            if (!char.IsLetterOrDigit(text[end]))
            {
                break;
            }

            bool isDigit = char.IsAsciiDigit(text[end]);
            turns += end > start && isDigit != digit ? 1 : 0;
            digit = isDigit;
            digits += isDigit ? 1 : 0;
            letters += isDigit ? 0 : 1;
            end++;
        }

        if (turns > 1)
        {
            shape.Append("x{").Append(letters + digits).Append('}');
            return end;
        }

        bool digitsFirst = char.IsAsciiDigit(text[start]);
        if (digitsFirst)
        {
            AppendDigits(shape, digits);
        }

        if (letters > 0)
        {
            shape.Append(letters <= ShortWord ? 'a' : 'A');
        }

        if (!digitsFirst && digits > 0)
        {
            AppendDigits(shape, digits);
        }

        return end;
    }

    private static void AppendDigits(StringBuilder shape, int count)
    {
        shape.Append("9{");
        _ = count is >= 6 and <= 9 ? shape.Append("6-9") : shape.Append(count);
        shape.Append('}');
    }

    private static bool IsEscape(ReadOnlySpan<char> text, int at) =>
        text[at] == '%' && at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]);

    /// <summary>Offset of the dot before the extension of the last path segment, or -1.</summary>
    private static int ExtensionStart(ReadOnlySpan<char> path)
    {
        int query = path.IndexOf('?');
        path = query < 0 ? path : path[..query];
        int dot = path.LastIndexOf('.');
        return dot > path.LastIndexOf('/') + 1 && path.Length - dot is >= 2 and <= 6 && char.IsAsciiLetter(path[dot + 1]) ? dot : -1;
    }

    private static int ExtensionEnd(ReadOnlySpan<char> path, int dot)
    {
        int query = path.IndexOf('?');
        return query < 0 ? path.Length : Math.Max(query, dot);
    }

    private static bool IsTrivial(StringBuilder shape)
    {
        string text = shape.ToString();
        string name = text.TrimStart('/').TrimEnd('/', '?');
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string bare = dot < 0 ? name : name[..dot];
        return bare is "" or "a" or "A"
            && (dot < 0 || name[dot..] is ".html" or ".htm" or ".php" or ".asp" or ".aspx" or ".jsp" or ".shtml");
    }
}
