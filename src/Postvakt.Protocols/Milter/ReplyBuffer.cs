using System.Buffers;
using System.Buffers.Binary;

namespace Postvakt.Protocols.Milter;

/// <summary>Answers on their way out. Several go in one segment; the pooled buffer is given back when they are sent.</summary>
internal sealed class ReplyBuffer(Stream stream)
{
    private byte[]? _buffer;
    private int _length;

    public int Length => _length;

    /// <summary>Begins a packet and returns the place for its data.</summary>
    public Span<byte> Packet(byte code, int dataBytes)
    {
        Reserve(5 + dataBytes);
        var packet = _buffer.AsSpan(_length, 5 + dataBytes);
        BinaryPrimitives.WriteInt32BigEndian(packet, 1 + dataBytes);
        packet[4] = code;
        _length += packet.Length;
        return packet[5..];
    }

    public void Packet(byte code, ReadOnlySpan<byte> data) => data.CopyTo(Packet(code, data.Length));

    public async ValueTask FlushAsync()
    {
        await stream.WriteAsync(_buffer.AsMemory(0, _length)).ConfigureAwait(false);
        Release();
    }

    public void Release()
    {
        if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _length = 0;
    }

    private void Reserve(int bytes)
    {
        if (_buffer is not null && _buffer.Length - _length >= bytes) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(256, Math.Max(_length + bytes, 2 * _length)));
        if (_buffer is not null)
        {
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
        }
        _buffer = larger;
    }
}
