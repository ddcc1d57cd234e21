using System.Buffers;

namespace Postvakt.Messages.Links;

/// <summary>How far a link reaches into the text that follows its beginning (RFC 3986 appendix C, and what mail does to it).</summary>
/// <param name="End">Offset after the last character of the link.</param>
/// <param name="Joined">What stands from the body on without line breaks and blanks, or null when the text has none.</param>
/// <param name="Split">Goes on over a line break.</param>
/// <param name="Blank">Holds a blank around a dot of the host.</param>
internal readonly record struct LinkReach(int End, string? Joined, bool Split, bool Blank)
{
    private static readonly SearchValues<char> UrlCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%{}");

    /// <summary>Reads from <paramref name="body"/>; <paramref name="start"/> is where the link began, for what stands before it.</summary>
    public static LinkReach Read(ReadOnlySpan<char> text, int start, int body)
    {
        if (start > 0 && text[start - 1] == '<' || start > 4 && text[(start - 5)..start].Equals("<url:", StringComparison.OrdinalIgnoreCase))
        {
            if (BracketedLink.TryRead(text, body, out LinkReach bracketed))
            {
                return bracketed;
            }
        }

        int end = RunEnd(text, body);
        if (start > 0 && text[start - 1] == '\'' && text[body..end].IndexOf('\'') is var quote and > 0)
        {
            // url('https://…') of style sheets and scripts.
            return new LinkReach(body + quote, null, false, false);
        }

        if (end < text.Length && text[end] == '\n' || end < text.Length - 1 && text[end] == ' ' && text[end + 1] == '\n')
        {
            if (WrappedLink.TryRead(text, start, body, end, out LinkReach wrapped))
            {
                return wrapped;
            }
        }
        else if (end < text.Length - 2 && text[end] == ' ' && (SpacedHost(text, body, end) ?? SpacedPath(text, body, end)) is { } spaced)
        {
            return spaced;
        }

        return new LinkReach(body + Trimmed(text[body..end], start > 0 ? text[start - 1] : '\0'), null, false, false);
    }

    /// <summary>Offset after the last character that can belong to a URL, trailing punctuation included.</summary>
    public static int RunEnd(ReadOnlySpan<char> text, int from)
    {
        int limit = Math.Min(text.Length, from + WebAddress.MaxLength);
        int end = from;
        while (end < limit)
        {
            int run = text[end..limit].IndexOfAnyExcept(UrlCharacters);
            if (run < 0)
            {
                end = limit;
                break;
            }

            end += run;
            if (!Continues(text, from, end))
            {
                break;
            }

            end++;
        }

        return from + BeforeNext(text[from..end]);
    }

    /// <summary>Length without the punctuation of the sentence around the link; a closing bracket stays if it was opened inside.</summary>
    public static int Trimmed(ReadOnlySpan<char> link, char before)
    {
        int length = link.Length;
        while (length > 0)
        {
            char last = link[length - 1];
            bool cut = last switch
            {
                '.' or ',' or ';' or ':' or '!' or '?' or '\'' or '*' or '…' => true,
                '_' or '~' => before == last,
                ')' => Unbalanced(link[..length], '(', ')'),
                ']' => Unbalanced(link[..length], '[', ']'),
                '}' => Unbalanced(link[..length], '{', '}'),
                '(' or '[' or '{' => true,
                _ => false,
            };
            if (!cut)
            {
                break;
            }

            length--;
        }

        return length;
    }

    private static bool Unbalanced(ReadOnlySpan<char> link, char open, char close)
    {
        // A tail of ten thousand brackets must not be counted ten thousand times.
        ReadOnlySpan<char> near = link.Length > 512 ? link[^512..] : link;
        return near.Count(close) > near.Count(open);
    }

    /// <summary>
    /// Letters beyond ASCII belong to the link; punctuation does not. A script without blanks goes on only after a separator or
    /// itself: "/wiki/日本" is a path, "/wiki/Japanを見て" ends before the particle.
    /// </summary>
    private static bool Continues(ReadOnlySpan<char> text, int from, int at)
    {
        char c = text[at];
        if (c == '\\')
        {
            return from > 0 && text[from - 1] == '\\';
        }

        if (c is '\u3002' or '\uFF0E' or '\uFF61')
        {
            return at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1]) && !text[from..at].Contains('/');
        }

        if (c is '\u00AD' or (>= '\u200B' and <= '\u200D') or '\u2060')
        {
            return true;
        }

        if (c < '\u00C0' || !char.IsLetterOrDigit(c) && !char.IsSurrogate(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.NonSpacingMark)
        {
            return false;
        }

        if (c < '\u2E80' || char.IsSurrogate(c))
        {
            return true;
        }

        char before = at > from ? text[at - 1] : '/';
        return before >= '\u2E80' || before is '/' or '=' or '#' or '-' or '_' or '.' or '&' or '?';
    }

    /// <summary>Ends "https://a.example,https://b.example" and "[https://a.example](https://b.example)" after the first.</summary>
    private static int BeforeNext(ReadOnlySpan<char> run)
    {
        int markdown = run.IndexOf("](", StringComparison.Ordinal);
        run = markdown >= 0 ? run[..markdown] : run;
        for (int from = 0; run[from..].IndexOf("://", StringComparison.Ordinal) is var at and >= 0; from += at + 3)
        {
            int scheme = from + at;
            while (scheme > 0 && char.IsAsciiLetter(run[scheme - 1]))
            {
                scheme--;
            }

            if (scheme > 0 && run[scheme - 1] is ',' or ';' or ')' or ']' or '|')
            {
                return scheme - 1;
            }
        }

        return run.Length;
    }

    /// <summary>"https://nordwind . com/path": a blank on both sides of the dot, and a path right after the next label.</summary>
    private static LinkReach? SpacedHost(ReadOnlySpan<char> text, int body, int end)
    {
        if (text[end + 1] != '.' || text[end + 2] != ' ' || text[body..end].ContainsAny("/.?#"))
        {
            return null;
        }

        int label = end + 3;
        int after = label;
        while (after < text.Length && (char.IsAsciiLetterOrDigit(text[after]) || text[after] is '-' or '.'))
        {
            after++;
        }

        if (after == label || after >= text.Length || text[after] != '/')
        {
            return null;
        }

        int tail = RunEnd(text, after);
        tail = label + Trimmed(text[label..tail], '\0');
        return new LinkReach(tail, string.Concat(text[body..end], ".", text[label..tail]), false, true);
    }

    /// <summary>"nordwind.example /word/word-123": one blank between a host, which ends at <paramref name="end"/>, and a path with more than one place and a number.</summary>
    public static bool GoesOnAfterBlank(ReadOnlySpan<char> text, int end)
    {
        if (end < 1 || end > text.Length - 3 || text[end] != ' ' || text[end + 1] != '/' || !char.IsAsciiLetter(text[end + 2]) || !char.IsAsciiLetter(text[end - 1]))
        {
            return false;
        }

        int tail = RunEnd(text, end + 1);
        ReadOnlySpan<char> path = text[(end + 1)..tail];
        return path.Length > 8 && path[1..].Contains('/') && path.ContainsAnyInRange('0', '9');
    }

    private static LinkReach? SpacedPath(ReadOnlySpan<char> text, int body, int end)
    {
        if (text[body..end].ContainsAny("/?#") || !text[body..end].Contains('.') || !GoesOnAfterBlank(text, end))
        {
            return null;
        }

        int tail = RunEnd(text, end + 1);
        tail = end + 1 + Trimmed(text[(end + 1)..tail], '\0');
        return new LinkReach(tail, string.Concat(text[body..end], text[(end + 1)..tail]), false, true);
    }
}
