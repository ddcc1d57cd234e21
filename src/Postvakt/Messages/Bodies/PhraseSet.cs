using System.Buffers;

namespace Postvakt.Messages.Bodies;

/// <summary>Phrases searched for in one pass, without regard to case, each with the language it belongs to.</summary>
internal sealed class PhraseSet
{
    private readonly SearchValues<string> _search;
    private readonly Dictionary<char, List<(string Phrase, string Language)>> _byFirst = [];

    public PhraseSet(IEnumerable<(string Phrase, string Language)> phrases)
    {
        var all = phrases.ToList();
        _search = SearchValues.Create([.. all.Select(p => p.Phrase)], StringComparison.OrdinalIgnoreCase);
        foreach (var group in all.GroupBy(p => char.ToUpperInvariant(p.Phrase[0])))
        {
            _byFirst[group.Key] = [.. group.OrderByDescending(p => p.Phrase.Length)];
        }
    }

    public bool IsIn(ReadOnlySpan<char> text) => text.ContainsAny(_search);

    /// <summary>Next phrase that stands as a word of its own; -1 when there is none.</summary>
    public int Find(ReadOnlySpan<char> text, int from, out int length, out string language)
    {
        while (from < text.Length)
        {
            var at = text[from..].IndexOfAny(_search);
            if (at < 0)
            {
                break;
            }
            at += from;
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
