using System.Buffers;
using System.Text;

namespace Postvakt.Mql.Execution;

/// <summary>Finds in one pass which of many words stand in a text, whatever their case: a thousand rules look for ten thousand words in the same few texts of a mail.</summary>
internal sealed class TextIndex
{
    /// <summary>Characters of the shortest word that is looked for.</summary>
    public const int MinLength = 2;

    /// <summary>Characters beyond ASCII that some comparisons take for letters of ASCII: a text with one is asked word by word.</summary>
    private static readonly SearchValues<char> OddFolds = SearchValues.Create("\u0130\u0131\u017F\u212A");

    private readonly byte[][] _words;
    private readonly TextGrams[] _grams;

    /// <param name="words">In upper case, of ASCII, at least <see cref="MinLength"/> long; numbered by their places.</param>
    public TextIndex(IReadOnlyList<string> words)
    {
        _words = [.. words.Select(Encoding.ASCII.GetBytes)];
        _grams = [.. Enumerable.Range(0, _words.Length).GroupBy(w => Math.Min(TextGrams.MaxLength, _words[w].Length)).Select(g => new TextGrams(g.Key, _words, g))];
    }

    /// <summary>Number of <see langword="ulong"/>s that <see cref="Find"/> fills.</summary>
    public int Length => (_words.Length + 63) / 64;

    public static bool Has(ulong[] found, int word) => (found[word >> 6] >> word & 1) != 0;

    /// <summary>Sets the bit of each word that stands in the text; false where that cannot be told.</summary>
    /// <param name="found">Of <see cref="Length"/>, all zero.</param>
    public bool Find(string text, ulong[] found)
    {
        if (text.AsSpan().ContainsAny(OddFolds)) return false;
        var rented = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            var folded = rented.AsSpan(0, text.Length);
            for (var i = 0; i < folded.Length; i++)
            {
                var c = text[i];
                folded[i] = c >= 0x80 ? (byte)0xFF : (byte)(c is >= 'a' and <= 'z' ? c - 32 : c);
            }
            foreach (var grams in _grams) grams.Find(folded, _words, found);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
