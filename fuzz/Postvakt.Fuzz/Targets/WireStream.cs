namespace Postvakt.Fuzz.Targets;

/// <summary>A connection without a socket: gives the input in pieces of a size that changes, and keeps what is answered.</summary>
internal sealed class WireStream(byte[] input, int piece) : Stream
{
    private readonly MemoryStream _answers = new();
    private int _at, _reads;

    public ReadOnlySpan<byte> Answers => _answers.GetBuffer().AsSpan(0, (int)_answers.Length);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        // Now and then a long one, or an input of 256 KiB would come a byte at a time.
        var most = piece <= 0 || ++_reads % 50 == 0 ? buffer.Length : Math.Min(buffer.Length, piece);
        var length = Math.Min(most, input.Length - _at);
        input.AsSpan(_at, length).CopyTo(buffer);
        _at += length;
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Write(byte[] buffer, int offset, int count) => _answers.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _answers.Write(buffer.Span);
        return default;
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
