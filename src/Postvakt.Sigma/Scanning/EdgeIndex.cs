using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Scanning;

/// <summary>Finds all literals that a text begins with, or ends with: a walk that stops at the first character that leads on to nothing.</summary>
internal sealed class EdgeIndex
{
    /// <summary>Literals longer than this lead to a test instead of an answer.</summary>
    public const int Depth = 96;

    private const int MostStates = 1 << 20;

    private readonly LiteralTrie _trie;
    private readonly bool _backwards;

    private EdgeIndex(LiteralTrie trie, bool backwards) => (_trie, _backwards) = (trie, backwards);

    public static EdgeIndex? Build(IReadOnlyList<(string Literal, int Output)> literals, bool backwards) =>
        LiteralTrie.Build(literals.Select(l => (Walked(l.Literal, backwards), l.Output)), MostStates) is { } trie ? new(trie, backwards) : null;

    public void Scan(ReadOnlySpan<char> text, Hits hits)
    {
        var state = 0;
        for (var i = 0; i < text.Length; i++)
        {
            state = _trie.Child(state, Folding.Fold(_backwards ? text[text.Length - 1 - i] : text[i]));
            if (state == 0) return;
            if (_trie.Ends[state] is { } ends) hits.Add(ends);
        }
    }

    private static string Walked(string literal, bool backwards)
    {
        var characters = literal.ToCharArray();
        if (backwards) Array.Reverse(characters);
        return Folding.Fold(characters.AsSpan(0, Math.Min(characters.Length, Depth)));
    }
}
