using System.Buffers;

namespace Postvakt.Memory;

/// <summary>
/// Fingerprints of a text by winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003) over five-word shingles: enough to recognise a text when it
/// comes back quoted, cut or reflowed, too little to tell what it said. Case, punctuation and line breaks do not matter; scripts without blanks
/// count each character as a word.
/// </summary>
public static class TextPrints
{
    private const int Shingle = 5;

    /// <summary>Texts of fewer words are too common to recognise anybody by.</summary>
    public const int MinWords = 6;

    private const int ShortText = 60;
    private const int ShortWindow = 4;
    private const int LongWindow = 16;

    /// <summary>Words read of one text. 4,000: a long mail; the rest adds nothing to recognising it.</summary>
    private const int MaxWords = 4_000;

    /// <summary>Selected shingle hashes, unkeyed, distinct, ascending, at most <paramref name="limit"/> (the smallest ones, so that equal texts agree).</summary>
    public static ulong[] Select(ReadOnlySpan<char> text, int limit) => Select(text, limit, out _);

    /// <param name="count">Words of the text as the fingerprints count them, up to a few thousand.</param>
    public static ulong[] Select(ReadOnlySpan<char> text, int limit, out int count)
    {
        var pooled = ArrayPool<ulong>.Shared.Rent(Math.Min(MaxWords, text.Length + 1));
        try
        {
            var words = pooled.AsSpan(0, Math.Min(MaxWords, text.Length + 1));
            count = Words(text, words);
            return count < MinWords ? [] : Winnow(words[..count], limit);
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(pooled);
        }
    }

    private static ulong[] Winnow(Span<ulong> words, int limit)
    {
        var window = words.Length < ShortText ? ShortWindow : LongWindow;
        var shingles = words.Length - Shingle + 1;
        // The shingle hashes replace the word hashes from the left; each only reads words at or after its own place.
        for (var i = 0; i < shingles; i++)
        {
            var hash = 0UL;
            for (var j = 0; j < Shingle; j++) hash = Mix(hash ^ words[i + j]);
            words[i] = hash;
        }
        var hashes = words[..shingles];
        // Picks go to the front: a pick never stands before the place it is written to.
        var picked = 0;
        var best = -1;
        var last = 0UL;
        for (var end = Math.Min(window, shingles); end <= shingles; end++)
        {
            var start = Math.Max(0, end - window);
            if (best < start)
            {
                best = start;
                for (var i = start + 1; i < end; i++)
                {
                    if (hashes[i] <= hashes[best]) best = i;
                }
            }
            else if (hashes[end - 1] <= hashes[best])
            {
                best = end - 1;
            }
            if (picked == 0 || hashes[best] != last)
            {
                last = hashes[best];
                words[picked++] = last;
            }
        }
        var all = words[..picked];
        all.Sort();
        var distinct = 0;
        for (var i = 0; i < all.Length; i++)
        {
            if (i == 0 || all[i] != all[i - 1]) all[distinct++] = all[i];
        }
        return all[..Math.Min(limit, distinct)].ToArray();
    }

    private static int Words(ReadOnlySpan<char> text, Span<ulong> into)
    {
        var count = 0;
        var hash = 0UL;
        foreach (var c in text)
        {
            if (IsIdeograph(c))
            {
                if (hash != 0 && count < into.Length) into[count++] = Mix(hash);
                if (count < into.Length) into[count++] = Mix(c);
                hash = 0;
            }
            else if (char.IsLetterOrDigit(c))
            {
                hash = (hash ^ char.ToLowerInvariant(c)) * 0x100000001b3UL + 0x9E3779B97F4A7C15UL;
            }
            else if (hash != 0)
            {
                if (count == into.Length) return count;
                into[count++] = Mix(hash);
                hash = 0;
            }
        }
        if (hash != 0 && count < into.Length) into[count++] = Mix(hash);
        return count;
    }

    private static bool IsIdeograph(char c) => c is >= '\u2E80' and < '\uA000' or >= '\uAC00' and < '\uD7B0' or >= '\uF900' and < '\uFB00' or >= '\u0E00' and < '\u0E80';

    /// <summary>Finaliser of SplitMix64 (Steele, Lea and Flood 2014): spreads every input bit.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
