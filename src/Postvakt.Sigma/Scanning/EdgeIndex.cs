namespace Postvakt.Sigma.Scanning;

/// <summary>Finds all literals that a text begins with, or ends with: a walk that stops at the first character that leads on to nothing.</summary>
internal sealed class EdgeIndex
{
    /// <summary>Literals longer than this lead to a test instead of an answer.</summary>
    public const int Depth = 96;

    private const int MostCells = 16 << 20;

    private readonly Alphabet _alphabet;
    private readonly int[] _next;
    private readonly int[]?[] _ends;
    private readonly bool _backwards;

    private EdgeIndex(LiteralTable table, bool backwards)
    {
        _alphabet = table.Alphabet;
        _next = table.Next.AsSpan(0, table.States * table.Alphabet.Count).ToArray();
        _ends = [.. table.Ends.Select(e => e?.ToArray())];
        _backwards = backwards;
    }

    public static EdgeIndex? Build(IReadOnlyList<(string Literal, int Output)> literals, bool backwards) =>
        LiteralTable.Build(literals, backwards, Depth, MostCells) is { } table ? new(table, backwards) : null;

    public void Scan(ReadOnlySpan<char> text, Hits hits)
    {
        var state = 0;
        for (var i = 0; i < text.Length; i++)
        {
            state = _next[state * _alphabet.Count + _alphabet[_backwards ? text[text.Length - 1 - i] : text[i]]];
            if (state == 0) return;
            if (_ends[state] is { } ends) hits.Add(ends);
        }
    }
}
