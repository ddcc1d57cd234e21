using System.Runtime.InteropServices;

namespace Postvakt.Documents.Bytes;

/// <summary>Bytes as a stream for those that want one, without a copy where they lie in an array.</summary>
internal static class ByteStream
{
    public static MemoryStream Of(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);
}
