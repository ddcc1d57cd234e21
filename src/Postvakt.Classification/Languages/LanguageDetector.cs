using System.Collections.Frozen;
using Postvakt.Classification.Words;

namespace Postvakt.Classification.Languages;

/// <summary>Tells a text's language by its script, and among those of one script by small words. Knows what stands in words.tsv and some scripts that one language has to itself.</summary>
internal static class LanguageDetector
{
    /// <summary>Characters that are looked at. 5,000: a language shows in its first lines.</summary>
    private const int MaxCharacters = 5_000;

    /// <summary>Words of that length; more say nothing new.</summary>
    private const int MaxWords = 600;

    private static readonly string[] Names;
    private static readonly FrozenDictionary<uint, (byte Language, float Weight)[]> Words = Load(out Names);

    /// <param name="foreign">The text is written in a script other than Latin.</param>
    /// <returns>Null when it is too short to tell.</returns>
    public static string? Of(ReadOnlySpan<char> text, ReadOnlySpan<Word> words, out bool foreign)
    {
        var script = ScriptCount.Of(text[..Math.Min(text.Length, MaxCharacters)]);
        foreign = script.IsForeign;
        if (script.Language is { } certain) return certain;
        Span<float> sums = stackalloc float[Names.Length];
        sums.Clear();
        var hits = 0;
        for (var i = 0; i < words.Length && i < MaxWords; i++)
        {
            if (words[i].Kind != WordKind.Text || !Words.TryGetValue(words[i].Hash, out var languages)) continue;
            hits++;
            foreach (var (language, weight) in languages) sums[language] += weight;
        }
        int best = 0, second = -1;
        for (var i = 1; i < sums.Length; i++)
        {
            if (sums[i] > sums[best]) (second, best) = (best, i);
            else if (second < 0 || sums[i] > sums[second]) second = i;
        }
        // Two small words are few, but a mail of one line has no more.
        return hits >= 2 && sums[best] >= 1.2f && sums[best] >= sums[second] * 1.1f ? Names[best] : null;
    }

    private static FrozenDictionary<uint, (byte, float)[]> Load(out string[] names)
    {
        var words = new Dictionary<uint, List<byte>>();
        var found = new List<string>();
        foreach (var line in Resource.Lines("languages.tsv"))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            foreach (var word in line[(tab + 1)..].Split(' ').Distinct(StringComparer.Ordinal))
            {
                var hash = Hashes.Of(word);
                if (!words.TryGetValue(hash, out var of)) words[hash] = of = [];
                if (!of.Contains((byte)found.Count)) of.Add((byte)found.Count);
            }
            found.Add(line[..tab]);
        }
        names = [.. found];
        // A word of one language says more than one that five share.
        return words.ToFrozenDictionary(w => w.Key, w => w.Value.Select(l => (l, 1f / w.Value.Count)).ToArray());
    }
}
