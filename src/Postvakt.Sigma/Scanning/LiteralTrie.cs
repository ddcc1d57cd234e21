namespace Postvakt.Sigma.Scanning;

/// <summary>A trie of words, sparse: the children of a state stand side by side, in the order of their characters. States are numbered level by level.</summary>
internal sealed class LiteralTrie
{
    private readonly int[] _first;
    private readonly char[] _on;

    private LiteralTrie(List<int> first, List<char> on, List<int[]?> ends) => (_first, _on, Ends) = ([.. first], [.. on], [.. ends]);

    /// <summary>With 0, the beginning.</summary>
    public int States => Ends.Length;

    /// <summary>What ends at a state; null for nothing.</summary>
    public int[]?[] Ends { get; }

    /// <summary>Null if it would have more than <paramref name="most"/> states.</summary>
    public static LiteralTrie? Build(IEnumerable<(string Word, int Output)> words, int most)
    {
        (string Word, int Output)[] sorted = [.. words.OrderBy(w => w.Word, StringComparer.Ordinal)];
        var (first, on, ends) = (new List<int>(), new List<char>(), new List<int[]?>());
        var level = new Queue<(int From, int To, int Depth)>([(0, sorted.Length, 0)]);
        var given = 1;
        while (level.TryDequeue(out var range))
        {
            var (at, to, depth) = range;
            var ending = at;
            // What is a beginning of others stands before them.
            while (ending < to && sorted[ending].Word.Length == depth) ending++;
            ends.Add(ending == at ? null : [.. sorted[at..ending].Select(w => w.Output)]);
            first.Add(on.Count);
            for (var i = ending; i < to;)
            {
                var c = sorted[i].Word[depth];
                var end = i + 1;
                while (end < to && sorted[end].Word[depth] == c) end++;
                if (++given > most) return null;
                on.Add(c);
                level.Enqueue((i, end, depth + 1));
                i = end;
            }
        }
        first.Add(on.Count);
        return new(first, on, ends);
    }

    /// <summary>The child for a character, 0 for none.</summary>
    public int Child(int state, char c)
    {
        var at = _on.AsSpan(_first[state].._first[state + 1]).BinarySearch(c);
        // The children of all states, in order, are the states in order but for the beginning.
        return at < 0 ? 0 : _first[state] + at + 1;
    }

    /// <summary>The children of a state with the characters that lead there.</summary>
    public IEnumerable<(char On, int State)> Children(int state)
    {
        for (var i = _first[state]; i < _first[state + 1]; i++) yield return (_on[i], i + 1);
    }
}
