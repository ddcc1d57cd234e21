namespace Postvakt.EventLogs.Reading;

/// <summary>Counts what was read of a stream, and keeps the last four bytes.</summary>
internal sealed class CountedStream(Stream inner) : ReadStream
{
    public long Count { get; private set; }

    /// <summary>Little-endian.</summary>
    public uint LastFour { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Count += read;
        foreach (var one in buffer[Math.Max(0, read - 4)..read]) LastFour = LastFour >> 8 | (uint)one << 24;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
