using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Bytes;

/// <summary>Bytes for a parser that is not ours: each block that it reads is a look at the clock, since what it does between two of them is not ours to bound.</summary>
internal class WatchedBytes(ArraySegment<byte> content, Budget budget) : MemoryStream(content.Array!, content.Offset, content.Count, writable: false)
{
    /// <exception cref="LimitException">No time is left.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        budget.Look();
        return base.Read(buffer, offset, count);
    }

    /// <exception cref="LimitException">No time is left.</exception>
    public override int Read(Span<byte> buffer)
    {
        budget.Look();
        return base.Read(buffer);
    }
}
