using System.Globalization;
using System.Text;
using Postvakt.Messages.Bodies;

namespace Postvakt.Messages.Subjects;

/// <summary>
/// Takes reply and forward prefixes of some 35 languages (subject-words.tsv) and the marks of gateways and lists off a subject.
/// A bracket is a mark when it holds one word, or words of the table; "[PATCH v2 3/5]" and "[Case 123]" say what the
/// conversation is about and stay in the base, and nothing after them is taken off.
/// </summary>
public static class SubjectParser
{
    /// <summary>Longer subjects are cut for parsing: RFC 5322 lines end at 998, and attackers do not care.</summary>
    private const int MaxLength = 2_000;

    private const int MaxReplies = 99;
    private const int MaxParts = 200;

    public static SubjectLine Parse(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var raw = FoldSpace(subject);
        if (raw.Length == 0)
        {
            return SubjectLine.Empty;
        }
        var words = SubjectWords.Default;
        var (replies, forwards, auto) = (0, 0, false);
        List<string>? marks = null;
        var rest = raw.AsSpan();
        for (var i = 0; i < MaxParts && !rest.IsEmpty; i++)
        {
            if (Prefix(words, rest, out var kind, out var count) is > 0 and var length)
            {
                replies += kind is PrefixKind.Reply or PrefixKind.LetterReply ? count : 0;
                forwards += kind is PrefixKind.Forward or PrefixKind.LetterForward ? count : 0;
                auto |= kind == PrefixKind.Auto;
                rest = rest[length..].TrimStart();
            }
            else if (Mark(words, rest) is > 0 and var mark)
            {
                (marks ??= []).Add(rest[..mark].ToString());
                rest = rest[mark..].TrimStart(" :-");
            }
            else
            {
                break;
            }
        }
        foreach (var lead in words.Leads)
        {
            auto |= rest.StartsWith(lead, StringComparison.OrdinalIgnoreCase);
        }
        while (rest.EndsWith("(fwd)", StringComparison.OrdinalIgnoreCase))
        {
            // Old programs append it (RFC 5256 2.1).
            rest = rest[..^5].TrimEnd();
            forwards++;
        }
        return new SubjectLine(raw, rest.ToString(), Math.Min(replies, MaxReplies), Math.Min(forwards, MaxReplies), auto, marks ?? (IReadOnlyList<string>)[]);
    }

    /// <summary>Length of a prefix with its colon: "Re:", "RE :", "Re[2]:", "Re(3):", "Re^2:", "回复：".</summary>
    private static int Prefix(SubjectWords words, ReadOnlySpan<char> rest, out PrefixKind kind, out int count)
    {
        kind = PrefixKind.None;
        count = 1;
        var head = rest[..Math.Min(rest.Length, words.MaxLength + 12)];
        var colon = head.IndexOfAny(':', '：');
        if (colon <= 0)
        {
            return 0;
        }
        var word = WithoutCount(head[..colon].TrimEnd(), out count);
        kind = words.Prefix(word);
        if (kind is PrefixKind.LetterReply or PrefixKind.LetterForward
            && (!char.IsUpper(word[0]) || colon + 1 >= rest.Length || rest[colon + 1] != ' '))
        {
            kind = PrefixKind.None;
        }
        return kind == PrefixKind.None ? 0 : colon + 1;
    }

    private static ReadOnlySpan<char> WithoutCount(ReadOnlySpan<char> word, out int count)
    {
        count = 1;
        var digits = word.TrimEnd("])*");
        var start = digits.Length;
        while (start > 0 && char.IsAsciiDigit(digits[start - 1]))
        {
            start--;
        }
        // "Re2:" needs no bracket; more than three digits are no count.
        if (start == digits.Length || start == 0 || digits.Length - start > 3)
        {
            return word;
        }
        count = Math.Clamp(int.Parse(digits[start..], NumberStyles.None, CultureInfo.InvariantCulture), 1, MaxReplies);
        return digits[..start].TrimEnd("[(^* ");
    }

    /// <summary>Length of a mark: "[EXTERN]", "(External)", "*** SPAM ***", "{Spam?}".</summary>
    private static int Mark(SubjectWords words, ReadOnlySpan<char> rest)
    {
        if (rest[0] == '*')
        {
            var inner = rest.TrimStart('*');
            var stars = inner.IndexOf('*');
            if (stars <= 0 || !words.IsStarred(inner[..stars].Trim()))
            {
                return 0;
            }
            var end = rest.Length - inner.Length + stars;
            while (end < rest.Length && rest[end] == '*')
            {
                end++;
            }
            return end;
        }
        var closing = rest[0] switch { '[' => ']', '{' => '}', '(' => ')', '【' => '】', '<' => '>', _ => '\0' };
        if (closing == '\0')
        {
            return 0;
        }
        var close = rest[..Math.Min(rest.Length, 66)].IndexOf(closing);
        if (close <= 1 || close + 1 == rest.Length)
        {
            return 0;
        }
        var content = rest[1..close].Trim();
        var starred = words.IsStarred(content.Trim("*? -")) || words.IsTag(content);
        return starred || (rest[0] == '[' && IsOneWord(content)) ? close + 1 : 0;
    }

    /// <summary>A list or gateway tag: one word with a letter. "[#4711]" and "[123]" are numbers of cases and stay.</summary>
    private static bool IsOneWord(ReadOnlySpan<char> content)
    {
        if (content.ContainsAny(" \t#") || content.Equals("PATCH", StringComparison.OrdinalIgnoreCase) || content.Equals("RFC", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        foreach (var c in content)
        {
            if (char.IsLetter(c))
            {
                return true;
            }
        }
        return false;
    }

    private static string FoldSpace(string subject)
    {
        var result = new StringBuilder(Math.Min(subject.Length, MaxLength));
        var space = false;
        foreach (var c in subject.AsSpan(0, Math.Min(subject.Length, MaxLength)))
        {
            var folded = TextFolding.Of(c);
            if (folded == '\0')
            {
                continue;
            }
            if (char.IsWhiteSpace(folded) || char.IsControl(folded))
            {
                space = result.Length > 0;
                continue;
            }
            if (space)
            {
                result.Append(' ');
                space = false;
            }
            result.Append(folded);
        }
        return result.ToString();
    }
}
