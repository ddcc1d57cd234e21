using System.Buffers;
using System.Buffers.Binary;

namespace Postvakt.Protocols.Milter;

/// <summary>
/// Cuts the byte stream into packets: four bytes of length, one of command, data. Holds a pooled buffer only while bytes wait in it, and lets it
/// grow with what came, not with what a length word claims: ten thousand silent or lying connections cost almost nothing.
/// </summary>
internal sealed class PacketReader(Stream stream, int maxPacket)
{
    private const int First = 8 << 10;
    private const int LengthBytes = 4;
    private byte[]? _buffer;
    private int _start, _end;
    private int _recent = First;

    /// <summary>The next packet; its data is valid until the next <see cref="FillAsync"/>.</summary>
    public PacketStatus TryRead(out byte command, out ReadOnlyMemory<byte> data)
    {
        (command, data) = (0, default);
        if (_end - _start < LengthBytes) return PacketStatus.Incomplete;
        var length = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start));
        if (length == 0) return PacketStatus.Empty;
        if (length > (uint)maxPacket) return PacketStatus.TooLong;
        var whole = LengthBytes + (int)length;
        if (_end - _start < whole) return PacketStatus.Incomplete;
        command = _buffer![_start + LengthBytes];
        data = _buffer.AsMemory(_start + LengthBytes + 1, whole - LengthBytes - 1);
        _start += whole;
        _recent = Math.Max(First, whole);
        return PacketStatus.Whole;
    }

    /// <summary>Waits for more bytes; false when the peer has closed.</summary>
    public async ValueTask<bool> FillAsync()
    {
        if (_start == _end)
        {
            Release();
            // An empty read waits without a buffer.
            await stream.ReadAsync(Memory<byte>.Empty).ConfigureAwait(false);
            _buffer = ArrayPool<byte>.Shared.Rent(_recent);
        }
        else
        {
            MakeRoom();
        }
        var read = await stream.ReadAsync(_buffer.AsMemory(_end)).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    public void Release()
    {
        if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _start = _end = 0;
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        if (_end < _buffer!.Length && _start == 0) return;
        var target = _buffer;
        if (held > _buffer.Length / 2) target = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Buffer.BlockCopy(_buffer, _start, target, 0, held);
        if (target != _buffer) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = target;
        (_start, _end) = (0, held);
    }
}
