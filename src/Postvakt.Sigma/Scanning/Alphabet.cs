using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Scanning;

/// <summary>Numbers the folded characters that occur in a set of literals; 0 is every other character. Keeps tables narrow.</summary>
internal sealed class Alphabet
{
    private readonly ushort[] _ascii = new ushort[128];
    private readonly Dictionary<char, ushort> _others = [];

    public Alphabet(IEnumerable<string> folded)
    {
        foreach (var literal in folded)
        {
            foreach (var c in literal)
            {
                if (this[c] != 0) continue;
                if (c < 128) _ascii[c] = (ushort)Count++;
                else _others[c] = (ushort)Count++;
            }
        }
        for (var c = 0; c < 128; c++) _ascii[c] = this[Folding.Fold((char)c)];
    }

    /// <summary>Classes, with 0.</summary>
    public int Count { get; private set; } = 1;

    public ushort this[char c]
    {
        get
        {
            if (c < 128) return _ascii[c];
            return _others.Count > 0 && _others.TryGetValue(Folding.Fold(c), out var known) ? known : ToAscii(c);
        }
    }

    /// <summary>A few characters beyond ASCII fold into it (long s, dotless i).</summary>
    private ushort ToAscii(char c) => Folding.Fold(c) is var folded and < (char)128 ? _ascii[folded] : (ushort)0;
}
