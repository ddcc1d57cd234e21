using System.IO.Compression;
using System.Runtime.InteropServices;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Archives;

/// <summary>Deflate (RFC 1951) with bounds.</summary>
internal static class Inflating
{
    /// <summary>Inflates raw deflate data, keeping what comes before an error, at most <see cref="InspectionLimits.FileBytes"/>.</summary>
    public static ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> packed, long expected, Budget budget)
    {
        var most = budget.Limits.FileBytes;
        // Deflate gains at most 1,032 times: a larger claim is a lie, and is not allocated.
        var guess = (int)Math.Clamp(Math.Min(expected, packed.Length * 1032L), 64, most);
        var buffer = new byte[guess];
        var filled = 0;
        using var stream = new DeflateStream(AsStream(packed), CompressionMode.Decompress);
        try
        {
            while (true)
            {
                if (filled == buffer.Length)
                {
                    if (filled >= most) break;
                    if (stream.ReadByte() is var next && next < 0) break;
                    Array.Resize(ref buffer, (int)Math.Min(most, Math.Max(buffer.Length * 2L, 4096)));
                    buffer[filled++] = (byte)next;
                }
                var read = stream.Read(buffer, filled, Math.Min(buffer.Length - filled, 1 << 20));
                if (read == 0) break;
                filled += read;
                budget.Look();
            }
        }
        catch (InvalidDataException) when (filled > 0)
        {
            // What came out before the error is what a victim's program might use too.
        }
        catch (InvalidDataException)
        {
            throw new MalformedException("broken deflate data");
        }
        budget.Expand(filled);
        return buffer.AsMemory(0, filled);
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false) : new MemoryStream(bytes.ToArray(), writable: false);
}
