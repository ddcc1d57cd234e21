using System.Collections.Frozen;

namespace Postvakt.Mql.Execution;

/// <summary>
/// Words that are looked for by a few of their characters (a gram), chosen so that few words share them (after Wu and Manber, "A fast algorithm for multi-pattern searching", 1994); where those stand, the words are compared.
/// </summary>
internal sealed class TextGrams
{
    /// <summary>Characters of the longest gram: they fill a number.</summary>
    public const int MaxLength = 4;

    private readonly int _length;
    private readonly uint _mask;
    private readonly ulong[] _mayBe = new ulong[1 << 12];
    private readonly FrozenDictionary<uint, (int Word, int Offset)[]> _words;

    /// <param name="length">Of a gram; each of the words is as long at least.</param>
    /// <param name="those">Numbers of the words that are looked for.</param>
    public TextGrams(int length, byte[][] words, IEnumerable<int> those)
    {
        _length = length;
        _mask = length == MaxLength ? uint.MaxValue : (1u << (8 * length)) - 1;
        var grams = new Dictionary<uint, List<(int, int)>>();
        foreach (var word in those)
        {
            var (gram, offset, least) = (0u, 0, int.MaxValue);
            for (var at = 0; at + length <= words[word].Length && least > 0; at++)
            {
                var here = Gram(words[word].AsSpan(at, length));
                var count = grams.TryGetValue(here, out var known) ? known.Count : 0;
                if (count < least) (gram, offset, least) = (here, at, count);
            }
            if (!grams.TryGetValue(gram, out var same)) grams[gram] = same = [];
            same.Add((word, offset));
            var hash = Hash(gram);
            _mayBe[hash >> 6] |= 1UL << (int)(hash & 63);
        }
        _words = grams.ToFrozenDictionary(g => g.Key, g => g.Value.ToArray());
    }

    public void Find(ReadOnlySpan<byte> text, byte[][] words, ulong[] found)
    {
        uint gram = 0;
        for (var i = 0; i < text.Length; i++)
        {
            gram = (gram << 8 | text[i]) & _mask;
            var hash = Hash(gram);
            if ((_mayBe[hash >> 6] >> (int)(hash & 63) & 1) == 0 || i < _length - 1 || !_words.TryGetValue(gram, out var here)) continue;
            foreach (var (word, offset) in here)
            {
                var start = i - _length + 1 - offset;
                if (start >= 0 && !TextIndex.Has(found, word) && text[start..].StartsWith(words[word])) found[word >> 6] |= 1UL << word;
            }
        }
    }

    private static uint Gram(ReadOnlySpan<byte> bytes)
    {
        uint gram = 0;
        foreach (var b in bytes) gram = gram << 8 | b;
        return gram;
    }

    /// <summary>18 bits.</summary>
    private static uint Hash(uint gram) => gram * 2654435761 >> 14;
}
