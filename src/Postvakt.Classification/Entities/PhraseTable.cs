using System.Collections.Frozen;
using Postvakt.Classification.Words;

namespace Postvakt.Classification.Entities;

/// <summary>Phrases, found by their words: at each word the longest one, in a step a word.</summary>
internal sealed class PhraseTable
{
    private readonly FrozenDictionary<(int State, uint Word), int> _next;
    private readonly string?[] _ends;

    private PhraseTable(FrozenDictionary<(int, uint), int> next, string?[] ends) => (_next, _ends) = (next, ends);

    public static PhraseTable Default { get; } = Load();

    /// <returns>What the longest phrase from this word on does, and how many words it has; null when there is none.</returns>
    public string? Find(ReadOnlySpan<Word> words, out int length)
    {
        string? found = null;
        var state = length = 0;
        for (var i = 0; i < words.Length && _next.TryGetValue((state, words[i].Hash), out state); i++)
        {
            if (_ends[state] is not { } end) continue;
            found = end;
            length = i + 1;
        }
        return found;
    }

    private static PhraseTable Load()
    {
        var next = new Dictionary<(int, uint), int>();
        var ends = new List<string?> { null };
        var words = new List<Word>();
        foreach (var line in Resource.Lines("phrases.tsv"))
        {
            var fields = line.Split('\t');
            foreach (var phrase in fields.Skip(1))
            {
                words.Clear();
                WordReader.Read(phrase, words);
                var state = 0;
                foreach (var word in words)
                {
                    if (!next.TryGetValue((state, word.Hash), out var to))
                    {
                        next[(state, word.Hash)] = to = ends.Count;
                        ends.Add(null);
                    }
                    state = to;
                }
                // A phrase of several kinds is of the one that stands first in the file.
                ends[state] ??= fields[0];
            }
        }
        return new(next.ToFrozenDictionary(), [.. ends]);
    }
}
