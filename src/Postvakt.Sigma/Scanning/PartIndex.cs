namespace Postvakt.Sigma.Scanning;

/// <summary>Finds all literals anywhere in a text in one pass, whatever their number (Aho and Corasick 1975), as a dense table.</summary>
internal sealed class PartIndex
{
    /// <summary>How long literals may stand in the table, and its cells, 2 bytes each. When they need more they are cut shorter, and what they lead to is tested.</summary>
    private static readonly (int Depth, int MostCells)[] Sizes = [(48, 1 << 20), (24, 2 << 20), (12, 2 << 20), (8, 3 << 20), (5, 4 << 20), (3, 8 << 20)];

    private readonly Alphabet _alphabet;
    private readonly ushort[] _next;

    /// <summary>States with this number or more end something.</summary>
    private readonly int _firstEnd;

    /// <summary>What ends at such a state itself.</summary>
    private readonly int[]?[] _ends;

    /// <summary>The state of the next shorter ending at which something ends; 0 for none.</summary>
    private readonly ushort[] _shorter;

    private PartIndex(LiteralTrie trie, Alphabet alphabet, int depth)
    {
        (Depth, _alphabet) = (depth, alphabet);
        var (width, states) = (alphabet.Count, trie.States);
        var (next, fails, shorter) = (new ushort[states * width], new ushort[states], new ushort[states]);
        // Level by level: where a state falls back to is shorter, and so it is complete already.
        for (var state = 0; state < states; state++)
        {
            var fail = fails[state];
            if (state > 0)
            {
                shorter[state] = trie.Ends[fail] is not null ? fail : shorter[fail];
                Array.Copy(next, fail * width, next, state * width, width);
            }
            foreach (var (on, child) in trie.Children(state))
            {
                var cell = state * width + on;
                fails[child] = state == 0 ? (ushort)0 : next[cell];
                next[cell] = (ushort)child;
            }
        }
        // Named anew: those that end something stand last, so that one comparison tells them.
        var renamed = new ushort[states];
        var number = 0;
        for (var s = 0; s < states; s++)
            if (!Ends(s)) renamed[s] = (ushort)number++;
        _firstEnd = number;
        for (var s = 0; s < states; s++)
            if (Ends(s)) renamed[s] = (ushort)number++;
        (_next, _ends, _shorter) = (new ushort[next.Length], new int[]?[states - _firstEnd], new ushort[states - _firstEnd]);
        for (var s = 0; s < states; s++)
        {
            for (var c = 0; c < width; c++) _next[renamed[s] * width + c] = renamed[next[s * width + c]];
            if (renamed[s] >= _firstEnd) (_ends[renamed[s] - _firstEnd], _shorter[renamed[s] - _firstEnd]) = (trie.Ends[s], renamed[shorter[s]]);
        }

        // The beginning ends nothing: no literal is empty.
        bool Ends(int state) => state > 0 && (trie.Ends[state] is not null || shorter[state] != 0);
    }

    /// <summary>Literals longer than this lead to a test instead of an answer.</summary>
    public int Depth { get; }

    /// <summary>What a literal of a longer kind is cut to depends on all of them; so this says first what will be an answer.</summary>
    public static PartIndex? Build(Func<int, IReadOnlyList<(string Literal, int Output)>> literals)
    {
        foreach (var (depth, most) in Sizes)
        {
            var some = literals(depth);
            var alphabet = new Alphabet(some.Select(l => l.Literal));
            if (LiteralTrie.Build(some.Select(l => (Classes(l.Literal, depth, alphabet), l.Output)), Math.Min(ushort.MaxValue, most / alphabet.Count)) is { } trie) return new(trie, alphabet, depth);
        }
        return null;
    }

    public void Scan(ReadOnlySpan<char> text, Hits hits)
    {
        var (state, next, alphabet, width, firstEnd) = (0, _next, _alphabet, _alphabet.Count, _firstEnd);
        foreach (var c in text)
        {
            state = next[state * width + alphabet[c]];
            if (state >= firstEnd) Tell(state, hits);
        }
    }

    private void Tell(int state, Hits hits)
    {
        for (var end = state; end != 0; end = _shorter[end - _firstEnd])
            if (_ends[end - _firstEnd] is { } ends) hits.Add(ends);
    }

    private static string Classes(string literal, int depth, Alphabet alphabet) => string.Create(Math.Min(literal.Length, depth), (literal, alphabet), static (classes, given) =>
    {
        for (var i = 0; i < classes.Length; i++) classes[i] = (char)given.alphabet[given.literal[i]];
    });
}
