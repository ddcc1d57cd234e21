namespace Postvakt.Sigma.Scanning;

/// <summary>Finds all literals anywhere in a text in one pass, whatever their number (Aho and Corasick 1975), as a dense table.</summary>
internal sealed class PartIndex
{
    /// <summary>How long literals may stand in the table, and its cells, 4 bytes each. When they need more they are cut shorter, and what they lead to is tested.</summary>
    private static readonly (int Depth, int MostCells)[] Sizes = [(48, 2 << 20), (24, 8 << 20), (12, 8 << 20), (5, 8 << 20), (3, 16 << 20)];

    private readonly Alphabet _alphabet;

    /// <summary>States are numbers of cells; those that end something stand last.</summary>
    private readonly int[] _next;
    private readonly int _firstEnd;
    private readonly int[][] _ends;

    private PartIndex(LiteralTable table, int depth)
    {
        Depth = depth;
        _alphabet = table.Alphabet;
        var width = _alphabet.Count;
        var states = table.States;
        var next = table.Next.AsSpan(0, states * width).ToArray();
        var (fails, order) = Complete(next, states, width);
        var ends = new int[]?[states];
        foreach (var state in order)
        {
            var inherited = ends[fails[state]];
            ends[state] = table.Ends[state] is { } own ? inherited is null ? [.. own] : [.. own, .. inherited] : inherited;
        }
        var renamed = new int[states];
        var number = 0;
        for (var s = 0; s < states; s++)
            if (ends[s] is null) renamed[s] = number++;
        _firstEnd = number * width;
        for (var s = 0; s < states; s++)
            if (ends[s] is not null) renamed[s] = number++;
        _next = new int[next.Length];
        _ends = new int[states - _firstEnd / width][];
        for (var s = 0; s < states; s++)
        {
            for (var c = 0; c < width; c++) _next[renamed[s] * width + c] = renamed[next[s * width + c]] * width;
            if (ends[s] is { } here) _ends[renamed[s] - _firstEnd / width] = here;
        }
    }

    /// <summary>Literals longer than this lead to a test instead of an answer.</summary>
    public int Depth { get; }

    /// <summary>What a literal of a longer kind is cut to depends on all of them; so this says first what will be an answer.</summary>
    public static PartIndex? Build(Func<int, IReadOnlyList<(string Literal, int Output)>> literals)
    {
        foreach (var (depth, most) in Sizes)
            if (LiteralTable.Build(literals(depth), backwards: false, depth, most) is { } table) return new(table, depth);
        return null;
    }

    public void Scan(ReadOnlySpan<char> text, Hits hits)
    {
        var state = 0;
        var next = _next;
        var width = _alphabet.Count;
        foreach (var c in text)
        {
            state = next[state + _alphabet[c]];
            if (state >= _firstEnd) hits.Add(_ends[(state - _firstEnd) / width]);
        }
    }

    /// <summary>Fills the cells that lead nowhere with where the longest ending of what was read leads.</summary>
    private static (int[] Fails, List<int> Order) Complete(int[] next, int states, int width)
    {
        var fails = new int[states];
        var order = new List<int>(states);
        for (var c = 0; c < width; c++)
            if (next[c] != 0) order.Add(next[c]);
        for (var i = 0; i < order.Count; i++)
        {
            var state = order[i];
            for (var c = 0; c < width; c++)
            {
                var child = next[state * width + c];
                var other = next[fails[state] * width + c];
                if (child == 0)
                {
                    next[state * width + c] = other;
                }
                else
                {
                    fails[child] = other;
                    order.Add(child);
                }
            }
        }
        return (fails, order);
    }
}
