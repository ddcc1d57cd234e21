namespace Postvakt.Documents.Tests.Outside;

/// <summary>One direction between two threads. Closed, its reads end and its writes fail, as with a pipe whose process is gone.</summary>
internal sealed class MemoryPipe : Stream
{
    private const int Room = 1 << 16;

    private readonly Queue<byte> _bytes = [];
    private bool _closed;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        lock (_bytes)
        {
            while (_bytes.Count == 0 && !_closed) Monitor.Wait(_bytes);
            var read = Math.Min(buffer.Length, _bytes.Count);
            for (var i = 0; i < read; i++) buffer[i] = _bytes.Dequeue();
            Monitor.PulseAll(_bytes);
            return read;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_bytes)
        {
            foreach (var b in buffer)
            {
                while (_bytes.Count >= Room && !_closed) Monitor.Wait(_bytes);
                if (_closed) throw new IOException("the other end is gone");
                _bytes.Enqueue(b);
                if (_bytes.Count == Room) Monitor.PulseAll(_bytes);
            }
            Monitor.PulseAll(_bytes);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        lock (_bytes)
        {
            _closed = true;
            Monitor.PulseAll(_bytes);
        }
        base.Dispose(disposing);
    }
}
