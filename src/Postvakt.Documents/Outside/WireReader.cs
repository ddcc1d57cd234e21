using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Documents.Outside;

/// <summary>
/// Reads one frame. Whoever is at the other end may be in an attacker's hands: no length is believed beyond the frame, no frame beyond the limit, and memory
/// grows with the bytes that come.
/// </summary>
internal sealed class WireReader
{
    private const int MaxText = 1 << 16;
    private const int FirstGrowth = 1 << 20;

    private readonly Stream _stream;
    private long _left;

    /// <exception cref="EndOfStreamException">The other end is gone.</exception>
    /// <exception cref="InvalidDataException">The frame is longer than allowed.</exception>
    public WireReader(Stream stream, long most)
    {
        _stream = stream;
        _left = 8;
        var length = Int64();
        if (length < 0 || length > most) throw new InvalidDataException($"a frame of {length} bytes");
        _left = length;
    }

    public bool AtEnd => _left == 0;

    public byte Byte()
    {
        Span<byte> one = stackalloc byte[1];
        Fill(one);
        return one[0];
    }

    public int Int32()
    {
        Span<byte> bytes = stackalloc byte[4];
        Fill(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    public long Int64()
    {
        Span<byte> bytes = stackalloc byte[8];
        Fill(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    public string? Text()
    {
        var length = Int32();
        if (length == -1) return null;
        if (length is < 0 or > MaxText) throw new InvalidDataException($"a text of {length} bytes");
        var bytes = new byte[length];
        Fill(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    public byte[] Bytes()
    {
        var length = Int32();
        if (length < 0 || length > _left) throw new InvalidDataException($"{length} bytes in a frame that has {_left} left");
        var bytes = new byte[Math.Min(length, FirstGrowth)];
        var filled = 0;
        while (filled < length)
        {
            if (filled == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(length, bytes.Length * 2L));
            var part = bytes.AsSpan(filled);
            Fill(part);
            filled += part.Length;
        }
        return bytes;
    }

    private void Fill(Span<byte> into)
    {
        if (into.Length > _left) throw new InvalidDataException("a frame ends early");
        _stream.ReadExactly(into);
        _left -= into.Length;
    }
}
