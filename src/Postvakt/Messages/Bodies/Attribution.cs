namespace Postvakt.Messages.Bodies;

/// <summary>Takes the words of an attribution line apart: date, name, address.</summary>
internal static class Attribution
{
    private const string Edges = " \t\"'<>()[],;:：，-*_\u201C\u201D\u201E\u200E\u200F\u202A\u202C";

    /// <param name="whole">The line or lines, joined with blanks.</param>
    /// <param name="verb">Offset of the word for "wrote", -1 for none.</param>
    public static Announcement Read(QuoteWords words, string whole, int verb, string language)
    {
        var address = Sender.FindAddress(whole, out var start, out var end);
        var begin = words.Begins.Begins(whole, out var begun);
        if (begin > 0 && language.Length > 0 && begun != language && begin < whole.Length && char.IsLetter(whole[begin]) && whole[begin] < '\u0590')
        {
            begin = 0;
        }
        var wroteLength = 0;
        if (verb >= 0)
        {
            words.Wrote.Find(whole, verb, out wroteLength, out _);
        }
        var left = address is not null ? whole[..start] : verb >= 0 && HasDigitAfter(whole, verb) ? whole[..verb] : whole;
        var lastDigit = LastDigitWord(left);
        string? date;
        string name;
        if (lastDigit > 0)
        {
            var (from, rest) = AfterFillers(words, left, lastDigit);
            date = whole[Math.Min(begin, from)..from];
            name = rest;
        }
        else
        {
            name = Without(words, left, verb, wroteLength);
            var tail = Math.Max(end, verb < 0 ? 0 : verb + wroteLength);
            date = DateEvidence.In(whole.AsSpan(tail)).Any ? whole[tail..] : null;
        }
        if (verb >= 0 && name.Length > 0)
        {
            name = CutVerb(words, name);
        }
        name = Sender.CleanName(name.Trim(Edges.ToCharArray()));
        return new Announcement(0, 0)
        {
            IsLine = true,
            Author = name.Length is 0 or > 120 ? null : name,
            Address = address,
            DateText = date?.Trim(Edges.ToCharArray()) is { Length: > 0 } text ? text : null,
            Language = language.Length == 0 || language == "*" ? null : language,
        };
    }

    private static bool HasDigitAfter(string whole, int verb) => whole.AsSpan(verb).ContainsAnyInRange('0', '9') && !whole.AsSpan(0, verb).ContainsAnyInRange('0', '9');

    /// <summary>Offset after the last word that holds a digit, 0 for none. Names in quotation marks may hold digits.</summary>
    private static int LastDigitWord(string left)
    {
        var quote = left.IndexOf('"', StringComparison.Ordinal);
        var limit = quote > 0 ? quote : left.Length;
        if (EndOfTime(left.AsSpan(0, limit)) is > 0 and var time && !DateEvidence.In(left.AsSpan(time, limit - time)).Any)
        {
            return time;
        }
        for (var i = limit - 1; i >= 0; i--)
        {
            if (!char.IsDigit(left[i]))
            {
                continue;
            }
            while (i < limit && left[i] is not (' ' or ',' or '，'))
            {
                i++;
            }
            return i;
        }
        return 0;
    }

    /// <summary>Offset after the last clock time and the zone behind it, 0 for none: names may hold numbers ("Mann, John - 0662").</summary>
    private static int EndOfTime(ReadOnlySpan<char> left)
    {
        var colon = left.LastIndexOf(':');
        if (colon <= 0 || colon + 1 >= left.Length || !char.IsDigit(left[colon - 1]) || !char.IsDigit(left[colon + 1]))
        {
            return 0;
        }
        var at = colon + 1;
        while (at < left.Length && left[at] is not (' ' or ',' or '，'))
        {
            at++;
        }
        var rest = left[at..].TrimStart(' ');
        if (rest.StartsWith("AM", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("PM", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest[2..].TrimStart(' ');
        }
        if (rest.Length >= 5 && rest[0] is '+' or '-' && char.IsDigit(rest[1]))
        {
            rest = rest[5..];
        }
        else if (rest.StartsWith("GMT", StringComparison.Ordinal))
        {
            var end = rest.IndexOf(' ');
            rest = end < 0 ? default : rest[end..];
        }
        return left.Length - rest.Length;
    }

    private static (int From, string Name) AfterFillers(QuoteWords words, string left, int at)
    {
        while (at < left.Length)
        {
            var start = at;
            while (start < left.Length && Edges.Contains(left[start], StringComparison.Ordinal))
            {
                start++;
            }
            var end = start;
            while (end < left.Length && left[end] is not (' ' or '\t' or ',' or '，'))
            {
                end++;
            }
            if (end == start || left[Math.Max(0, start - 1)] == '"' || !words.IsFiller(left.AsSpan(start, end - start)))
            {
                break;
            }
            at = end;
        }
        return (at, left[at..]);
    }

    /// <summary>Without the verb, when it stands before the name ("skrev Ann", "schrieb Max") or after it ("Ann wrote:").</summary>
    private static string CutVerb(QuoteWords words, string name)
    {
        var at = words.Wrote.Find(name, 0, out var length, out _);
        if (at < 0)
        {
            return name;
        }
        var before = name[..at].Trim(Edges.ToCharArray());
        return before.Length > 0 && !words.IsFiller(before) ? before : name[(at + length)..];
    }

    private static string Without(QuoteWords words, string left, int verb, int length) =>
        verb >= 0 && verb + length <= left.Length ? CutVerb(words, left) : left;
}
