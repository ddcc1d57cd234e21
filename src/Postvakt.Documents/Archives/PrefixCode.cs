using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Archives;

/// <summary>A canonical prefix code, given by the length of each symbol's code: shorter codes first, equal ones in the order of symbols.</summary>
internal sealed class PrefixCode
{
    public const int MaxLength = 16;

    private readonly int[] _counts = new int[MaxLength + 1];
    private readonly ushort[] _symbols;
    private readonly int _only = -1;

    /// <param name="lengths">0: the symbol does not occur.</param>
    /// <exception cref="MalformedException">More codes than there can be.</exception>
    public PrefixCode(ReadOnlySpan<byte> lengths)
    {
        foreach (var length in lengths)
        {
            if (length > MaxLength) throw new MalformedException("a code longer than 16 bits");
            _counts[length]++;
        }
        _counts[0] = 0;
        var free = 1;
        for (var length = 1; length <= MaxLength; length++)
        {
            free = (free << 1) - _counts[length];
            if (free < 0) throw new MalformedException("more codes than there can be");
        }
        var next = new int[MaxLength + 2];
        for (var length = 1; length <= MaxLength; length++) next[length + 1] = next[length] + _counts[length];
        _symbols = new ushort[next[MaxLength + 1]];
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0) _symbols[next[lengths[symbol]]++] = (ushort)symbol;
        }
    }

    private PrefixCode(int only) => (_only, _symbols) = (only, []);

    /// <summary>A code with one symbol that takes no bits (LZH).</summary>
    public static PrefixCode Only(int symbol) => new(symbol);

    public int Read(ref BitReader bits)
    {
        if (_only >= 0) return _only;
        var (code, first, index) = (0, 0, 0);
        for (var length = 1; length <= MaxLength; length++)
        {
            code |= (int)bits.Bit();
            var count = _counts[length];
            if (code - count < first) return _symbols[index + code - first];
            index += count;
            first = first + count << 1;
            code <<= 1;
        }
        throw new MalformedException("a code that there is not");
    }
}
