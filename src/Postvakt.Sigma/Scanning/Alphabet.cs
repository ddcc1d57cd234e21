using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Scanning;

/// <summary>
/// Numbers the folded ASCII characters that occur in a set of literals; 0 is every other one. Characters beyond ASCII share a few numbers, so that a rule full of them does not make tables wide:
/// a literal with such characters leads to a test instead of an answer.
/// </summary>
internal sealed class Alphabet
{
    private const int Shared = 31;

    private readonly ushort[] _ascii = new ushort[128];
    private readonly ushort _firstShared;

    public Alphabet(IEnumerable<string> folded)
    {
        var wide = false;
        foreach (var literal in folded)
        {
            foreach (var c in literal)
            {
                if (c >= 128) wide = true;
                else if (_ascii[c] == 0) _ascii[c] = (ushort)Count++;
            }
        }
        for (var c = 0; c < 128; c++) _ascii[c] = _ascii[Folding.Fold((char)c)];
        if (!wide) return;
        _firstShared = (ushort)Count;
        Count += Shared;
    }

    /// <summary>Classes, with 0.</summary>
    public int Count { get; private set; } = 1;

    public ushort this[char c] => c < 128 ? _ascii[c] : Wide(c);

    /// <summary>Whether its characters have numbers of their own.</summary>
    public static bool IsExact(string literal)
    {
        foreach (var c in literal)
            if (c >= 128) return false;
        return true;
    }

    private ushort Wide(char c)
    {
        var folded = Folding.Fold(c);
        // A few characters beyond ASCII fold into it.
        return folded < 128 ? _ascii[folded] : _firstShared == 0 ? (ushort)0 : (ushort)(_firstShared + folded % Shared);
    }
}
