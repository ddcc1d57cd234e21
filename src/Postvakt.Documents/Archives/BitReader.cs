using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Archives;

/// <summary>Bits from the highest down, as LZX (in 16-bit little-endian words) and LZH (in bytes) have them.</summary>
/// <exception cref="MalformedException">From every read: no bits are left.</exception>
internal ref struct BitReader(ReadOnlySpan<byte> bytes, bool words)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly bool _words = words;
    private int _at;
    private uint _held;
    private int _count;

    /// <summary>Bytes that no bit was taken of yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _bytes[Math.Min(_at, _bytes.Length)..];

    public uint Bit()
    {
        if (_count == 0) Fill();
        _count--;
        return _held >> _count & 1;
    }

    /// <param name="count">0 to 32.</param>
    public uint Bits(int count)
    {
        uint value = 0;
        while (count > 0)
        {
            if (_count == 0) Fill();
            var take = Math.Min(count, _count);
            _count -= take;
            value = value << take | _held >> _count & (1u << take) - 1;
            count -= take;
        }
        return value;
    }

    /// <summary>Drops the rest of the current word; a whole one if none is begun, as LZX does before bytes.</summary>
    public void DropWord()
    {
        if (_count == 0) Fill();
        _count = 0;
    }

    /// <summary>Takes whole bytes; only after <see cref="DropWord"/>.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _bytes.Length - _at) throw new MalformedException("packed data ends early");
        var taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }

    private void Fill()
    {
        if (_at >= _bytes.Length) throw new MalformedException("packed data ends early");
        if (!_words)
        {
            (_held, _count) = (_bytes[_at++], 8);
            return;
        }
        _held = (uint)(_bytes[_at] | (_at + 1 < _bytes.Length ? _bytes[_at + 1] << 8 : 0));
        (_at, _count) = (_at + 2, 16);
    }
}
