namespace Postvakt.Classification.Words;

/// <summary>Splits a text into words, in one pass without going back further than a telephone number is long.</summary>
internal static class WordReader
{
    /// <summary>Characters that are read. 20,000: what a mail wants stands at its beginning; a thief who fills up pays in being read by nobody.</summary>
    public const int MaxCharacters = 20_000;

    private const int MaxWord = 64;

    /// <summary>Characters that a telephone number may have with its blanks and brackets.</summary>
    private const int MaxPhone = 24;

    public static void Read(ReadOnlySpan<char> text, List<Word> words)
    {
        text = text[..Math.Min(text.Length, MaxCharacters)];
        var first = true;
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            var start = at;
            if (c is '$' or '€' or '£' or '¥')
            {
                Add(words, WordKind.Money, start, ++at, ref first);
            }
            else if ((char.IsAsciiDigit(c) || c is '+' or '(') && PhoneEnd(text, at) is var end and > 0)
            {
                Add(words, WordKind.Phone, start, at = end, ref first);
            }
            else if (char.IsAsciiDigit(c))
            {
                at = NumberEnd(text, at, out var digits);
                if (at < text.Length && char.IsAsciiLetter(text[at])) at = ReadWord(text, start, words, ref first);
                else words.Add(new(Hashes.Mix((uint)WordKind.Number, (uint)Math.Min(digits, 7)), (uint)WordKind.Number, 0, start, at - start, WordKind.Number, Take(ref first)));
            }
            else if (Letters.Fold(c) > Letters.Unseen)
            {
                at = ReadWord(text, at, words, ref first);
            }
            else
            {
                if (c is '\n' or '.' or '!' or '?' or ':' or ';') first = true;
                at++;
            }
        }
    }

    private static int ReadWord(ReadOnlySpan<char> text, int start, List<Word> words, ref bool first)
    {
        uint hash = Hashes.Start, stem = Hashes.Start, prefix = Hashes.Start;
        int at = start, length = 0;
        bool latin = false, other = false;
        for (; at < text.Length; at++)
        {
            var c = Letters.Fold(text[at]);
            if (c == Letters.Unseen) continue;
            if (c == Letters.None)
            {
                if (text[at] is '\'' or '’' && at + 1 < text.Length && char.IsAsciiLetter(text[at + 1])) continue;
                break;
            }
            if (c < 128) latin = true;
            else other = true;
            length++;
        }
        var kind = KindOf(text, start, ref at);
        if (kind != WordKind.Text)
        {
            Add(words, kind, start, at, ref first);
            return at;
        }
        var seen = 0;
        for (var i = start; i < at && seen < MaxWord; i++)
        {
            var c = Letters.Fold(text[i]);
            if (c <= Letters.Unseen) continue;
            if (latin && other) c = Letters.LookAlike(c);
            hash = Hashes.Mix(hash, c);
            if (seen < 6) stem = hash;
            if (seen < 4) prefix = hash;
            seen++;
        }
        words.Add(new(hash, stem, length > 5 ? prefix : 0, start, at - start, WordKind.Text, Take(ref first)));
        return at;
    }

    /// <summary>A link or an address is one word, whatever it says: what it leads to is judged elsewhere.</summary>
    private static WordKind KindOf(ReadOnlySpan<char> text, int start, ref int at)
    {
        var kind = WordKind.Text;
        var rest = text[at..];
        if (rest.StartsWith("://") || (rest.StartsWith(".") && text[start..at].Equals("www", StringComparison.OrdinalIgnoreCase))) kind = WordKind.Link;
        else if (rest is ['@', var next, ..] && char.IsAsciiLetterOrDigit(next)) kind = WordKind.Address;
        if (kind == WordKind.Text) return kind;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('<' or '>' or '"' or ')' or ']')) at++;
        return kind;
    }

    private static int NumberEnd(ReadOnlySpan<char> text, int at, out int digits)
    {
        digits = 0;
        for (; at < text.Length; at++)
        {
            if (char.IsAsciiDigit(text[at])) digits++;
            else if (text[at] is not ('.' or ',') || at + 1 >= text.Length || !char.IsAsciiDigit(text[at + 1])) break;
        }
        return at;
    }

    /// <summary>Where a telephone number ends; 0 when none is here: nine to fifteen digits, parted somewhere or with a plus sign.</summary>
    private static int PhoneEnd(ReadOnlySpan<char> text, int at)
    {
        int digits = 0, parts = 0, end = 0;
        for (var i = at; i < text.Length && i < at + MaxPhone; i++)
        {
            var c = text[i];
            if (char.IsAsciiDigit(c))
            {
                digits++;
                end = i + 1;
            }
            else if (c == '+' && i == at) parts += 2;
            else if (c is '-' or '(' or ')' or ' ' or '.' or '\u00A0') parts += c == ' ' && digits == 0 ? 0 : 1;
            else break;
        }
        return digits is >= 9 and <= 15 && parts >= 2 ? end : 0;
    }

    private static void Add(List<Word> words, WordKind kind, int start, int end, ref bool first) => words.Add(new(Hashes.Mix((uint)kind, 0), (uint)kind, 0, start, end - start, kind, Take(ref first)));

    private static bool Take(ref bool first)
    {
        var was = first;
        first = false;
        return was;
    }
}
