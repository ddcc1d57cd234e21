using System.Buffers.Binary;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Archives;

/// <summary>
/// Unpacks LZX as cabinets have it: [MS-PATCH] 2 describes the format, of which cabinets use the plain form, with 24-bit block sizes, without the extended
/// match lengths, and with the input starting anew at a word for each 32 KiB of output.
/// </summary>
internal sealed class LzxDecoder
{
    private const int Literals = 256;
    private const int Lengths = 249;
    private const int Verbatim = 1;
    private const int Aligned = 2;
    private const int Uncompressed = 3;

    /// <summary>Position slots by window bits 15 to 21.</summary>
    private static readonly int[] Slots = [30, 32, 34, 36, 38, 42, 50];

    private readonly byte[] _mainLengths;
    private readonly byte[] _lengthLengths = new byte[Lengths];
    private readonly int _window;
    private readonly Budget _budget;
    private PrefixCode? _main;
    private PrefixCode? _length;
    private PrefixCode? _aligned;
    private uint _r0 = 1;
    private uint _r1 = 1;
    private uint _r2 = 1;
    private int _block;
    private int _blockLeft;
    private bool _padded;
    private bool _begun;
    private int _callsSize;

    /// <exception cref="MalformedException">No such window.</exception>
    public LzxDecoder(int windowBits, Budget budget)
    {
        if (windowBits is < 15 or > 21) throw new MalformedException($"an LZX window of 2^{windowBits}");
        (_window, _budget) = (1 << windowBits, budget);
        _mainLengths = new byte[Literals + 8 * Slots[windowBits - 15]];
    }

    /// <summary>Unpacks one frame behind what is there; matches reach back into it.</summary>
    /// <param name="at">Where the frame begins.</param>
    /// <param name="end">Where it ends.</param>
    public void Decode(ReadOnlySpan<byte> packed, byte[] output, int at, int end)
    {
        var bits = new BitReader(packed, words: true);
        if (!_begun)
        {
            _begun = true;
            if (bits.Bit() != 0) _callsSize = (int)bits.Bits(32);
        }
        var start = at;
        while (at < end)
        {
            if (_blockLeft == 0) ReadBlock(ref bits);
            var stop = (int)Math.Min(end, at + (long)_blockLeft);
            var before = at;
            if (_block == Uncompressed)
            {
                bits.Bytes(stop - at).CopyTo(output.AsSpan(at));
                at = stop;
            }
            else
            {
                at = Run(ref bits, output, at, stop, end);
            }
            _blockLeft -= Math.Min(_blockLeft, at - before);
            if (_block == Uncompressed && _blockLeft == 0 && _padded && !bits.Rest.IsEmpty) bits.Bytes(1);
        }
        if (_callsSize != 0) UndoCalls(output.AsSpan(start, end - start), start);
    }

    private int Run(ref BitReader bits, byte[] output, int at, int stop, int end)
    {
        while (at < stop)
        {
            _budget.Step();
            var symbol = _main!.Read(ref bits);
            if (symbol < Literals)
            {
                output[at++] = (byte)symbol;
                continue;
            }
            symbol -= Literals;
            var length = (symbol & 7) + 2;
            if (length == 9) length += (_length ?? throw new MalformedException("a long match without its code")).Read(ref bits);
            var offset = Offset(ref bits, symbol >> 3);
            // A match ends with its frame, or the data is broken; it may pass the end of its block no more than that.
            if (offset > at || offset > _window || length > end - at) throw new MalformedException("an LZX match that leaves its frame or window");
            for (var i = 0; i < length; i++, at++) output[at] = output[at - (int)offset];
        }
        return at;
    }

    /// <summary>Slots 0 to 2 repeat one of the last three offsets; the others give a base and how many bits follow.</summary>
    private uint Offset(ref BitReader bits, int slot)
    {
        switch (slot)
        {
            case 0:
                return _r0;
            case 1:
                (_r0, _r1) = (_r1, _r0);
                return _r0;
            case 2:
                (_r0, _r2) = (_r2, _r0);
                return _r0;
            default:
                break;
        }
        var extra = slot < 4 ? 0 : slot < 36 ? slot / 2 - 1 : 17;
        var place = slot < 4 ? (uint)slot : slot < 36 ? (uint)(2 + (slot & 1)) << extra : (uint)(slot - 34) << 17;
        if (_block == Aligned && extra >= 3) place += (bits.Bits(extra - 3) << 3) + (uint)_aligned!.Read(ref bits);
        else place += bits.Bits(extra);
        (_r0, _r1, _r2) = (place - 2, _r0, _r1);
        return _r0;
    }

    private void ReadBlock(ref BitReader bits)
    {
        _budget.Step();
        _block = (int)bits.Bits(3);
        _blockLeft = (int)bits.Bits(24);
        if (_blockLeft == 0) throw new MalformedException("an empty LZX block");
        switch (_block)
        {
            case Uncompressed:
                bits.DropWord();
                var repeats = bits.Bytes(12);
                _r0 = BinaryPrimitives.ReadUInt32LittleEndian(repeats);
                _r1 = BinaryPrimitives.ReadUInt32LittleEndian(repeats[4..]);
                _r2 = BinaryPrimitives.ReadUInt32LittleEndian(repeats[8..]);
                _padded = (_blockLeft & 1) != 0;
                return;
            case Aligned:
                Span<byte> lengths = stackalloc byte[8];
                for (var i = 0; i < lengths.Length; i++) lengths[i] = (byte)bits.Bits(3);
                _aligned = new PrefixCode(lengths);
                break;
            case Verbatim:
                break;
            default:
                throw new MalformedException($"an LZX block of type {_block}");
        }
        ReadLengths(ref bits, _mainLengths.AsSpan(0, Literals));
        ReadLengths(ref bits, _mainLengths.AsSpan(Literals));
        _main = new PrefixCode(_mainLengths);
        ReadLengths(ref bits, _lengthLengths);
        _length = new PrefixCode(_lengthLengths);
    }

    /// <summary>Code lengths are written as what has to be taken from the last block's, modulo 17, by a code of their own.</summary>
    private static void ReadLengths(ref BitReader bits, Span<byte> lengths)
    {
        Span<byte> own = stackalloc byte[20];
        for (var i = 0; i < own.Length; i++) own[i] = (byte)bits.Bits(4);
        var code = new PrefixCode(own);
        for (var at = 0; at < lengths.Length;)
        {
            var symbol = code.Read(ref bits);
            var (run, value) = symbol switch
            {
                17 => (4 + (int)bits.Bits(4), (byte)0),
                18 => (20 + (int)bits.Bits(5), (byte)0),
                19 => (4 + (int)bits.Bits(1), Less(lengths[at], code.Read(ref bits))),
                _ => (1, Less(lengths[at], symbol)),
            };
            run = Math.Min(run, lengths.Length - at);
            lengths.Slice(at, run).Fill(value);
            at += run;
        }
    }

    private static byte Less(byte length, int by) => (byte)((length + 17 - Math.Min(by, 16)) % 17);

    /// <summary>Targets of x86 calls (0xE8) were made absolute before packing, in every frame of the first gigabyte but its last ten bytes.</summary>
    private void UndoCalls(Span<byte> frame, int place)
    {
        if (frame.Length <= 10 || place >= 1 << 30) return;
        for (var i = 0; i < frame.Length - 10; i++)
        {
            if (frame[i] != 0xE8) continue;
            var target = BinaryPrimitives.ReadInt32LittleEndian(frame[(i + 1)..]);
            var current = place + i;
            if (target >= -current && target < _callsSize) BinaryPrimitives.WriteInt32LittleEndian(frame[(i + 1)..], target >= 0 ? target - current : target + _callsSize);
            i += 4;
        }
    }

}
