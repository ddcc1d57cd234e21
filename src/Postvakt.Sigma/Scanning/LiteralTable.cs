namespace Postvakt.Sigma.Scanning;

/// <summary>A trie of folded literals as one table, and for each state what ends there.</summary>
internal sealed class LiteralTable
{
    private int[] _next;
    private readonly List<List<int>?> _ends = [null];

    private LiteralTable(Alphabet alphabet)
    {
        Alphabet = alphabet;
        _next = new int[alphabet.Count * 64];
    }

    public Alphabet Alphabet { get; }

    public int States => _ends.Count;

    /// <summary>Child of a state for a class, 0 if there is none.</summary>
    public int[] Next => _next;

    public IReadOnlyList<List<int>?> Ends => _ends;

    /// <summary>Null if the table would have more than <paramref name="most"/> cells.</summary>
    public static LiteralTable? Build(IReadOnlyList<(string Literal, int Output)> literals, bool backwards, int depth, int most)
    {
        var table = new LiteralTable(new Alphabet(literals.Select(l => l.Literal)));
        foreach (var (literal, output) in literals)
            if (!table.Insert(literal, output, backwards, depth, most)) return null;
        return table;
    }

    private bool Insert(string literal, int output, bool backwards, int depth, int most)
    {
        var state = 0;
        var length = Math.Min(literal.Length, depth);
        for (var i = 0; i < length; i++)
        {
            var cell = state * Alphabet.Count + Alphabet[backwards ? literal[^(i + 1)] : literal[i]];
            if (_next[cell] == 0)
            {
                if ((long)(States + 1) * Alphabet.Count > most) return false;
                if ((States + 1) * Alphabet.Count > _next.Length) Array.Resize(ref _next, (int)Math.Min(2L * _next.Length, Math.Max(most, _next.Length + Alphabet.Count)));
                _next[cell] = States;
                _ends.Add(null);
            }
            state = _next[cell];
        }
        (_ends[state] ??= []).Add(output);
        return true;
    }
}
