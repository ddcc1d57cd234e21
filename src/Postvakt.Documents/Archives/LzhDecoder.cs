using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Archives;

/// <summary>
/// Unpacks methods lh4 to lh7 of LHA: matches and letters by one prefix code, distances by another, both new for each block. As described in H. Okumura, "History
/// of data compression in Japan", and the notes on the format that come with LHa for UNIX.
/// </summary>
internal static class LzhDecoder
{
    private const int Letters = 510;
    private const int LetterBits = 9;
    private const int CodeSymbols = 19;
    private const int CodeBits = 5;

    /// <summary>Null for a method that is not read.</summary>
    public static byte[]? Decode(string method, ReadOnlySpan<byte> packed, int size, Budget budget)
    {
        var (distances, distanceBits) = method switch { "-lh4-" or "-lh5-" => (14, 4), "-lh6-" => (16, 5), "-lh7-" => (17, 5), _ => (0, 0) };
        if (distances == 0) return null;
        var output = new byte[size];
        var bits = new BitReader(packed, words: false);
        PrefixCode? letter = null, distance = null;
        var left = 0;
        for (var at = 0; at < size;)
        {
            budget.Step();
            if (left-- == 0)
            {
                left = (int)bits.Bits(16) - 1;
                if (left < 0) throw new MalformedException("an empty LZH block");
                letter = ReadLetters(ref bits, ReadLengths(ref bits, CodeSymbols, CodeBits, 3));
                distance = ReadLengths(ref bits, distances, distanceBits, -1);
            }
            var symbol = letter!.Read(ref bits);
            if (symbol < 256)
            {
                output[at++] = (byte)symbol;
                continue;
            }
            var places = distance!.Read(ref bits);
            var back = places == 0 ? 1 : (1 << places - 1) + (int)bits.Bits(places - 1) + 1;
            for (var length = Math.Min(symbol - 256 + 3, size - at); length > 0; length--, at++)
            {
                // Before the beginning the window holds blanks.
                output[at] = back <= at ? output[at - back] : (byte)' ';
            }
        }
        return output;
    }

    /// <summary>Lengths of three bits, longer ones counted on in ones; behind the third stands how many are left out.</summary>
    private static PrefixCode ReadLengths(ref BitReader bits, int most, int countBits, int gap)
    {
        var count = (int)bits.Bits(countBits);
        if (count == 0) return PrefixCode.Only((int)bits.Bits(countBits));
        if (count > most) throw new MalformedException("more LZH codes than there can be");
        Span<byte> lengths = stackalloc byte[32];
        for (var i = 0; i < count;)
        {
            var length = (int)bits.Bits(3);
            if (length == 7)
            {
                while (bits.Bit() != 0)
                {
                    if (++length > PrefixCode.MaxLength) throw new MalformedException("a code longer than 16 bits");
                }
            }
            lengths[i++] = (byte)length;
            if (i == gap) i += (int)bits.Bits(2);
        }
        return new PrefixCode(lengths[..most]);
    }

    private static PrefixCode ReadLetters(ref BitReader bits, PrefixCode code)
    {
        var count = (int)bits.Bits(LetterBits);
        if (count == 0) return PrefixCode.Only((int)bits.Bits(LetterBits));
        if (count > Letters) throw new MalformedException("more LZH codes than there can be");
        Span<byte> lengths = stackalloc byte[Letters];
        for (var i = 0; i < count;)
        {
            switch (code.Read(ref bits))
            {
                case 0:
                    i++;
                    break;
                case 1:
                    i += (int)bits.Bits(4) + 3;
                    break;
                case 2:
                    i += (int)bits.Bits(LetterBits) + 20;
                    break;
                case var length and <= PrefixCode.MaxLength + 2:
                    lengths[i++] = (byte)(length - 2);
                    break;
                default:
                    throw new MalformedException("a code longer than 16 bits");
            }
        }
        return new PrefixCode(lengths);
    }
}
