namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes bits, highest first: for LZX in 16-bit little-endian words, for LZH in bytes.</summary>
internal sealed class BitWriter(bool words = true)
{
    private readonly List<byte> _bytes = [];
    private uint _held;
    private int _count;

    public BitWriter Bits(uint value, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            _held = _held << 1 | value >> i & 1;
            if (++_count < 16) continue;
            _bytes.AddRange(words ? [(byte)_held, (byte)(_held >> 8)] : [(byte)(_held >> 8), (byte)_held]);
            (_held, _count) = (0, 0);
        }
        return this;
    }

    /// <summary>Fills the word up; writes a whole one if none is begun and that is asked for.</summary>
    public void Align(bool always = false)
    {
        if (_count == 0 && !always) return;
        do Bits(0, 1);
        while (_count != 0);
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    /// <summary>What is written so far, and begins anew.</summary>
    public byte[] Take()
    {
        Align();
        byte[] all = [.. _bytes];
        _bytes.Clear();
        return all;
    }
}
