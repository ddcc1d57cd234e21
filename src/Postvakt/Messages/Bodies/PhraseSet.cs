using System.Buffers;
using System.Text;

namespace Postvakt.Messages.Bodies;

/// <summary>Phrases searched for in one pass, without regard to case, each with the language it belongs to.</summary>
internal sealed class PhraseSet
{
    // Plain ASCII phrases are searched for with vector instructions, the others letter by letter: apart, and only where needed.
    private readonly SearchValues<string> _ascii;
    private readonly SearchValues<string> _other;
    private readonly Dictionary<char, List<(string Phrase, string Language)>> _byFirst = [];

    public PhraseSet(IEnumerable<(string Phrase, string Language)> phrases)
    {
        var all = phrases.ToList();
        _ascii = SearchValues.Create([.. all.Select(p => p.Phrase).Where(p => Ascii.IsValid(p))], StringComparison.OrdinalIgnoreCase);
        _other = SearchValues.Create([.. all.Select(p => p.Phrase).Where(p => !Ascii.IsValid(p))], StringComparison.OrdinalIgnoreCase);
        foreach (var group in all.GroupBy(p => char.ToUpperInvariant(p.Phrase[0])))
        {
            _byFirst[group.Key] = [.. group.OrderByDescending(p => p.Phrase.Length)];
        }
    }

    public bool IsIn(ReadOnlySpan<char> text) => text.ContainsAny(_ascii) || (!Ascii.IsValid(text) && text.ContainsAny(_other));

    /// <summary>Next phrase that stands as a word of its own; -1 when there is none.</summary>
    public int Find(ReadOnlySpan<char> text, int from, out int length, out string language)
    {
        var plain = Ascii.IsValid(text);
        var (nextAscii, nextOther) = (-1, -1);
        while (from < text.Length)
        {
            nextAscii = Next(text, from, nextAscii, _ascii);
            nextOther = plain ? text.Length : Next(text, from, nextOther, _other);
            var at = Math.Min(nextAscii, nextOther);
            if (at == text.Length)
            {
                break;
            }
            length = At(text, at, out language);
            if (length > 0 && IsWord(text, at, length))
            {
                return at;
            }
            from = at + 1;
        }
        length = 0;
        language = "";
        return -1;
    }

    /// <summary>Length of the longest phrase the text begins with, 0 for none.</summary>
    public int Begins(ReadOnlySpan<char> text, out string language)
    {
        language = "";
        return text.IsEmpty ? 0 : At(text, 0, out language);
    }

    private static int Next(ReadOnlySpan<char> text, int from, int known, SearchValues<string> values)
    {
        if (known >= from)
        {
            return known;
        }
        var at = text[from..].IndexOfAny(values);
        return at < 0 ? text.Length : from + at;
    }

    private int At(ReadOnlySpan<char> text, int at, out string language)
    {
        if (_byFirst.TryGetValue(char.ToUpperInvariant(text[at]), out var candidates))
        {
            var rest = text[at..];
            foreach (var (phrase, of) in candidates)
            {
                if (rest.StartsWith(phrase, StringComparison.OrdinalIgnoreCase))
                {
                    language = of;
                    return phrase.Length;
                }
            }
        }
        language = "";
        return 0;
    }

    /// <summary>Letters of scripts without blanks between words (from Thai on) need no border.</summary>
    private static bool IsWord(ReadOnlySpan<char> text, int at, int length)
    {
        var end = at + length;
        return !(at > 0 && text[at] < '\u0E00' && char.IsLetter(text[at - 1]) && text[at - 1] < '\u0E00')
            && !(end < text.Length && text[end - 1] < '\u0E00' && char.IsLetter(text[end]) && text[end] < '\u0E00');
    }
}
