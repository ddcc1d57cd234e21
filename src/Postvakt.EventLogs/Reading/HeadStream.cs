namespace Postvakt.EventLogs.Reading;

/// <summary>A stream whose beginning can be looked at before it is read.</summary>
internal sealed class HeadStream(Stream inner) : ReadStream
{
    public const int HeadSize = 64 << 10;

    private readonly byte[] _head = new byte[HeadSize];
    private int _held = -1;
    private int _at;

    /// <summary>Up to 64 KiB from the beginning; shorter only when the stream is.</summary>
    public ReadOnlySpan<byte> Head
    {
        get
        {
            if (_held < 0) _held = inner.ReadAtLeast(_head, HeadSize, throwOnEndOfStream: false);
            return _head.AsSpan(0, _held);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at >= Head.Length) return inner.Read(buffer);
        var count = Math.Min(buffer.Length, _held - _at);
        _head.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
