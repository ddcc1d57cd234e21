namespace Postvakt.Documents.Bytes;

/// <summary>Keeps the first bytes that are written to it and drops the rest: for decoders that cannot be told to stop.</summary>
internal sealed class BoundedWrite(int most) : Stream
{
    private readonly MemoryStream _kept = new();

    public ReadOnlyMemory<byte> Written => _kept.GetBuffer().AsMemory(0, (int)_kept.Length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _kept.Length;

    public override long Position
    {
        get => _kept.Length;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => _kept.Write(buffer[..(int)Math.Min(buffer.Length, most - _kept.Length)]);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
