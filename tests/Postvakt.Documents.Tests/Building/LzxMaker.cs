using System.Buffers.Binary;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Packs by LZX with fixed codes and a simple search: every kind of block in turn, repeated offsets and long matches included.</summary>
internal sealed class LzxMaker
{
    public const int WindowBits = 15;
    private const int Frame = 32768;
    private const int MainSymbols = 256 + 8 * 30;
    private static readonly byte[] MainLengths = [.. Enumerable.Range(0, MainSymbols).Select(i => (byte)(i is >= 256 and < 272 ? 8 : 9))];
    private static readonly byte[] LengthLengths = [.. Enumerable.Range(0, 249).Select(i => (byte)(i < 7 ? 7 : 8))];
    private static readonly byte[] AlignedLengths = [3, 3, 3, 3, 3, 3, 3, 3];

    private readonly BitWriter _bits = new();
    private readonly uint[] _repeats = [1, 1, 1];
    private bool _lengthsKnown;

    /// <summary>One packed block for each 32 KiB.</summary>
    public static List<(byte[] Packed, int Size)> Pack(byte[] content, int callsSize = 0)
    {
        var maker = new LzxMaker();
        var frames = new List<(byte[], int)>();
        maker._bits.Bits(callsSize > 0 ? 1u : 0, 1);
        if (callsSize > 0) maker._bits.Bits((uint)callsSize, 32);
        for (var at = 0; at < content.Length; at += Frame)
        {
            var size = Math.Min(Frame, content.Length - at);
            maker.Block(content, at, size, 1 + at / Frame % 3);
            frames.Add((maker._bits.Take(), size));
        }
        return frames;
    }

    private void Block(byte[] content, int at, int size, int kind)
    {
        _bits.Bits((uint)kind, 3).Bits((uint)size, 24);
        if (kind == 3)
        {
            _bits.Align(always: true);
            var repeats = new byte[12];
            for (var i = 0; i < 3; i++) BinaryPrimitives.WriteUInt32LittleEndian(repeats.AsSpan(4 * i), _repeats[i]);
            _bits.Bytes(repeats);
            _bits.Bytes(content.AsSpan(at, size));
            if ((size & 1) != 0) _bits.Bytes([0]);
            return;
        }
        if (kind == 2) foreach (var length in AlignedLengths) _bits.Bits(length, 3);
        Lengths(MainLengths[..256]);
        Lengths(MainLengths[256..]);
        Lengths(LengthLengths);
        _lengthsKnown = true;
        var main = Codes(MainLengths);
        var longer = Codes(LengthLengths);
        var end = at + size;
        while (at < end)
        {
            var (offset, length) = Search(content, at, end);
            if (length < 3)
            {
                _bits.Bits(main[content[at]], MainLengths[content[at]]);
                at++;
                continue;
            }
            var (slot, extra, footer) = Place(offset);
            var symbol = 256 + slot * 8 + Math.Min(length - 2, 7);
            _bits.Bits(main[symbol], MainLengths[symbol]);
            if (length - 2 >= 7) _bits.Bits(longer[length - 9], LengthLengths[length - 9]);
            if (kind == 2 && extra >= 3) _bits.Bits(footer >> 3, extra - 3).Bits(footer & 7, 3);
            else _bits.Bits(footer, extra);
            at += length;
        }
    }

    private (int Slot, int Extra, uint Footer) Place(uint offset)
    {
        var known = Array.IndexOf(_repeats, offset);
        if (known >= 0)
        {
            (_repeats[0], _repeats[known]) = (_repeats[known], _repeats[0]);
            return (known, 0, 0);
        }
        (_repeats[0], _repeats[1], _repeats[2]) = (offset, _repeats[0], _repeats[1]);
        var place = offset + 2;
        if (place < 4) return ((int)place, 0, 0);
        var high = 31 - System.Numerics.BitOperations.LeadingZeroCount(place);
        var extra = high - 1;
        return (2 * high + (int)(place >> extra & 1), extra, place & (1u << extra) - 1);
    }

    /// <summary>Tries a few offsets: enough to have near, far and repeated ones.</summary>
    private (uint Offset, int Length) Search(byte[] content, int at, int end)
    {
        var best = (Offset: 0u, Length: 0);
        foreach (var offset in (uint[])[.. _repeats, 1, 2, 3, 7, 16, 45, 100, 1000, 5000, 20000, 32000])
        {
            if (offset > at || offset > 32765) continue;
            var length = 0;
            while (length < 257 && at + length < end && content[at + length] == content[at + length - (int)offset]) length++;
            if (length > best.Length) best = (offset, length);
        }
        return best;
    }

    private void Lengths(byte[] lengths)
    {
        var deltas = lengths.Select(l => _lengthsKnown ? 0 : 17 - l).ToArray();
        // Two symbols of one bit each; where only one occurs, its neighbour takes the other.
        var low = deltas.Min();
        for (var i = 0; i < 20; i++) _bits.Bits(i == low || i == low + 1 ? 1u : 0, 4);
        foreach (var delta in deltas) _bits.Bits((uint)(delta - low), 1);
    }

    private static uint[] Codes(byte[] lengths)
    {
        var codes = new uint[lengths.Length];
        uint code = 0;
        for (var length = 1; length <= 16; length++)
        {
            for (var i = 0; i < lengths.Length; i++)
            {
                if (lengths[i] == length) codes[i] = code++;
            }
            code <<= 1;
        }
        return codes;
    }
}
