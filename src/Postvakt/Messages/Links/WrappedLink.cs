namespace Postvakt.Messages.Links;

/// <summary>
/// A link cut at the end of a line. It goes on when its last character cannot end a link ('=', '&amp;', '%', '-'), or when the line
/// is as long as programs make them and the next line is one word that looks like the rest of a path. A new line that begins
/// a sentence or another link never belongs to it.
/// </summary>
internal static class WrappedLink
{
    /// <summary>Lines that were filled before they were broken: RFC 5322 2.1.1 recommends 78, programs break at 72 to 76.</summary>
    private const int FullLine = 70;

    /// <summary>Quoted-printable (RFC 2045 6.7) breaks at 76 with a '=' that belongs to no link.</summary>
    private const int EncodedLine = 73;

    /// <summary>A line that ends within the host of a link was filled before, whatever its length; this keeps out short headings.</summary>
    private const int BrokenInHost = 40;

    private const int MaxLines = 16;

    public static bool TryRead(ReadOnlySpan<char> text, int start, int body, int end, out LinkReach reach)
    {
        reach = default;
        if (end == body)
        {
            return false;
        }

        System.Text.StringBuilder? joined = null;
        int lineStart = text[..start].LastIndexOf('\n') + 1;
        for (int lines = 0; lines < MaxLines; lines++)
        {
            int next = NextLine(text, lineStart, end, out int word);
            if (next < 0)
            {
                break;
            }

            int tail = LinkReach.RunEnd(text, word);
            if (tail == word)
            {
                break;
            }

            int pieceStart = joined is null ? body : Math.Max(body, lineStart + Prefix(text[lineStart..]));
            ReadOnlySpan<char> piece = text[pieceStart..end];
            if (piece.IsEmpty)
            {
                break;
            }

            int blank = text[tail..].IndexOfAnyExcept(' ', '\t');
            bool alone = blank < 0 || text[tail + blank] == '\n';
            bool encoded = piece[^1] == '=' && end - lineStart >= EncodedLine && end - lineStart <= 76;
            if (!encoded && !GoesOn(piece, text[word..tail], end - lineStart, alone))
            {
                break;
            }

            joined ??= new System.Text.StringBuilder();
            joined.Append(encoded ? piece[..^1] : piece);
            lineStart = next;
            end = tail;
            if (!alone)
            {
                break;
            }
        }

        if (joined is null)
        {
            return false;
        }

        int last = lineStart + Prefix(text[lineStart..]);
        int length = LinkReach.Trimmed(text[last..end], '\0');
        joined.Append(text.Slice(last, length));
        reach = new LinkReach(last + length, joined.ToString(), true, false);
        return true;
    }

    private static bool GoesOn(ReadOnlySpan<char> link, ReadOnlySpan<char> word, int lineLength, bool alone)
    {
        if (word.Contains("://", StringComparison.Ordinal) || word.StartsWith("www.", StringComparison.OrdinalIgnoreCase)
            || !char.IsAsciiLetterOrDigit(word[0]) && word[0] is not ('/' or '?' or '&' or '%' or '=' or '-' or '_' or '#'))
        {
            return false;
        }

        // "--" begins a signature or a rule, not a path.
        if (word.StartsWith("--", StringComparison.Ordinal) || word.StartsWith("==", StringComparison.Ordinal) || word.StartsWith("__", StringComparison.Ordinal))
        {
            return false;
        }

        char last = link[^1];
        if (last is '=' or '&' or '%')
        {
            return alone || LooksLikeRest(word);
        }

        if (last == '-' && (link[0] == '/' || link.Contains('.')) && !link.EndsWith("--", StringComparison.Ordinal))
        {
            return alone || LooksLikeRest(word) || char.IsAsciiLetterLower(word[0]);
        }

        if (word[0] is '&' or '?' && alone)
        {
            return true;
        }

        // Broken inside the host: "https://nordw" and "ind.example/path".
        if (!link.ContainsAny("./:") && lineLength >= BrokenInHost && alone && word.IndexOf('.') is > 0 and var dot && word.IndexOf('/') > dot)
        {
            return true;
        }

        return lineLength >= FullLine && alone && last is not ('.' or ',' or ';' or ':' or '!' or ')' or '>') && LooksLikeRest(word);
    }

    /// <summary>Has what words of a language lack: a separator of paths or queries, or letters and digits mixed.</summary>
    private static bool LooksLikeRest(ReadOnlySpan<char> word)
    {
        word = word.TrimEnd(".,;:!?)");
        return word.ContainsAny("/=&%?") || word.Contains('_')
            || word.IndexOfAnyInRange('0', '9') >= 0 && (word.Length >= 6 || word.Contains('-'));
    }

    /// <summary>Offset of the next line when it is quoted as deeply as this one and not indented, else -1; <paramref name="word"/> is where its text begins.</summary>
    private static int NextLine(ReadOnlySpan<char> text, int lineStart, int end, out int word)
    {
        word = 0;
        int breakAt = text[end..].IndexOf('\n');
        int next = end + breakAt + 1;
        if (breakAt < 0 || next >= text.Length)
        {
            return -1;
        }

        int prefix = Prefix(text[next..]);
        int here = Prefix(text[lineStart..]);
        word = next + prefix;
        return word < text.Length && text[next..word].Count('>') == text[lineStart..(lineStart + here)].Count('>') ? next : -1;
    }

    /// <summary>Length of quote marks and blanks that begin a line.</summary>
    private static int Prefix(ReadOnlySpan<char> line)
    {
        int length = line.IndexOfAnyExcept('>', ' ', '\t');
        return length < 0 ? line.Length : length;
    }
}
