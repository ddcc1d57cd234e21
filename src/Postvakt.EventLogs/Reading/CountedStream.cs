namespace Postvakt.EventLogs.Reading;

/// <summary>Counts what was read of a stream.</summary>
internal sealed class CountedStream(Stream inner) : ReadStream
{
    public long Count { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Count += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
