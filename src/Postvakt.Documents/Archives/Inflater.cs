using System.IO.Compression;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Archives;

/// <summary>Unpacks streams into memory, within the budget, keeping what comes before an error.</summary>
internal static class Inflater
{
    /// <summary>Raw deflate data (RFC 1951), at most <see cref="InspectionLimits.FileBytes"/> of it.</summary>
    /// <param name="expected">As the archive says; only a guess for the first allocation. 0 where most tries end at once.</param>
    /// <exception cref="MalformedException">Broken before its first byte.</exception>
    public static ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> packed, long expected, Budget budget)
    {
        using var stream = new DeflateStream(ByteStream.Of(packed), CompressionMode.Decompress);
        // Deflate gains at most 1,032 times: a larger claim is a lie, and is not allocated.
        return ReadAll(stream, Math.Min(expected, packed.Length * 1032L), budget, out _);
    }

    /// <param name="broken">An error ended it before its end.</param>
    public static ReadOnlyMemory<byte> ReadAll(Stream stream, long expected, Budget budget, out bool broken)
    {
        broken = false;
        if (budget.ExpandedLeft <= 0) budget.Expand(1);
        var most = (int)Math.Min(budget.Limits.FileBytes, budget.ExpandedLeft);
        // Only what is filled is handed out, so nothing need be cleared.
        var buffer = GC.AllocateUninitializedArray<byte>(Math.Min(most, (int)Math.Clamp(expected, 64, most < 64 ? 64 : most)));
        var filled = 0;
        try
        {
            while (true)
            {
                if (filled == buffer.Length)
                {
                    if (filled >= most || stream.ReadByte() is var next && next < 0) break;
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
            broken = true;
        }
        catch (InvalidDataException)
        {
            throw new MalformedException("broken deflate data");
        }
        budget.Expand(filled);
        return buffer.AsMemory(0, filled);
    }
}
