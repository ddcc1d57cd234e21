using System.Buffers;

namespace Postvakt.Protocols.Smtp;

/// <summary>
/// Bytes that came and were not taken yet, in a pooled buffer that is held only while bytes wait in it: ten thousand silent connections cost
/// almost nothing. Cuts command lines and hands out content.
/// </summary>
/// <param name="maxLine">Bytes of a command line without its end.</param>
internal sealed class InputBuffer(int maxLine)
{
    private byte[]? _buffer;
    private int _start, _end, _looked;
    private bool _dropping;

    /// <summary>What waits. Writable: dots are unstuffed in place.</summary>
    public Memory<byte> Waiting => _buffer.AsMemory(_start, _end - _start);

    public bool IsEmpty => _start == _end;

    public void Take(int bytes)
    {
        _start += bytes;
        _looked = 0;
    }

    /// <summary>The next command line without its end; valid until the next fill.</summary>
    public LineStatus TryReadLine(out ReadOnlyMemory<byte> line)
    {
        line = default;
        var waiting = Waiting.Span;
        var feed = waiting[_looked..].IndexOf((byte)'\n');
        if (feed < 0)
        {
            _looked = waiting.Length;
            if (waiting.Length <= maxLine + 1) return LineStatus.Incomplete;
            // Too long already: what follows is dropped to its end. A CR may be the half of a line end.
            _dropping = true;
            Take(waiting[^1] == '\r' ? waiting.Length - 1 : waiting.Length);
            return LineStatus.Incomplete;
        }
        feed += _looked;
        var whole = waiting[..(feed + 1)];
        line = Waiting[..Math.Max(0, feed - 1)];
        Take(whole.Length);
        // A bare LF never ends a command: software before us may have taken it for content (RFC 5321 2.3.8).
        if (whole is not [.., (byte)'\r', (byte)'\n']) return LineStatus.BareLineFeed;
        var tooLong = _dropping || line.Length > maxLine;
        _dropping = false;
        return tooLong ? LineStatus.TooLong : LineStatus.Whole;
    }

    /// <summary>Waits for more bytes; false when the peer has closed.</summary>
    /// <param name="size">Of the buffer, if a new one is needed.</param>
    public async ValueTask<bool> FillAsync(Stream stream, int size, CancellationToken cancel)
    {
        if (IsEmpty)
        {
            Release();
            // An empty read waits without a buffer.
            await stream.ReadAsync(Memory<byte>.Empty, cancel).ConfigureAwait(false);
            _buffer = ArrayPool<byte>.Shared.Rent(size);
        }
        else
        {
            MakeRoom(size);
        }
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancel).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    public void Release()
    {
        if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _start = _end = _looked = 0;
    }

    private void MakeRoom(int size)
    {
        var held = _end - _start;
        if (_end < _buffer!.Length && _start == 0) return;
        var target = held > _buffer.Length / 2 || size > _buffer.Length ? ArrayPool<byte>.Shared.Rent(Math.Max(size, 2 * held)) : _buffer;
        Buffer.BlockCopy(_buffer, _start, target, 0, held);
        if (target != _buffer) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = target;
        (_start, _end) = (0, held);
    }
}
