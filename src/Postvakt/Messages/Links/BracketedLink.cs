using System.Text;

namespace Postvakt.Messages.Links;

/// <summary>"&lt;https://host/a-long-\npath&gt;": inside angle brackets white space may be inserted and is to be ignored (RFC 3986 appendix C).</summary>
internal static class BracketedLink
{
    /// <summary>Longest text looked through for the closing bracket.</summary>
    private const int MaxLength = 4_096;

    public static bool TryRead(ReadOnlySpan<char> text, int body, out LinkReach reach)
    {
        reach = default;
        ReadOnlySpan<char> rest = text[body..Math.Min(text.Length, body + MaxLength)];
        int close = rest.IndexOfAny('>', '<');
        while (close > 0 && rest[close] == '>' && QuoteMark(rest, close))
        {
            int next = rest[(close + 1)..].IndexOfAny('>', '<');
            close = next < 0 ? -1 : close + 1 + next;
        }

        if (close <= 0 || rest[close] != '>')
        {
            return false;
        }

        ReadOnlySpan<char> inside = rest[..close];
        if (!inside.Contains('\n'))
        {
            if (inside.ContainsAny(' ', '\t', '"'))
            {
                return false;
            }

            reach = new LinkReach(body + close, null, false, false);
            return true;
        }

        StringBuilder joined = new(close);
        foreach (ReadOnlySpan<char> line in inside.EnumerateLines())
        {
            ReadOnlySpan<char> piece = (joined.Length == 0 ? line : line.TrimStart("> \t")).Trim();
            if (piece.IsEmpty || piece.ContainsAny(' ', '\t'))
            {
                return false;
            }

            joined.Append(piece);
        }

        reach = new LinkReach(body + close, joined.ToString(), true, false);
        return true;
    }

    /// <summary>True for a quote mark at the beginning of a line, which closes nothing.</summary>
    private static bool QuoteMark(ReadOnlySpan<char> text, int at)
    {
        ReadOnlySpan<char> before = text[..at].TrimEnd("> ");
        return before.IsEmpty ? false : before[^1] == '\n' && at + 1 < text.Length && text[at + 1] is not '\n';
    }
}
