namespace Postvakt.Messages;

/// <summary>The first bytes of a seekable stream, so that a mail past the size limit is still read up to it.</summary>
internal sealed class BoundedStream(Stream inner, long length) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get => inner.Position; set => inner.Position = value; }

    public override int Read(byte[] buffer, int offset, int count) =>
        inner.Read(buffer, offset, (int)Math.Clamp(length - inner.Position, 0, count));

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(origin == SeekOrigin.End ? length + offset : offset,
        origin == SeekOrigin.Current ? SeekOrigin.Current : SeekOrigin.Begin);

    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
