using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Disks;

/// <summary>A disk of which an image keeps only the blocks that were written; the others are zeros.</summary>
internal sealed class BlockDisk(ReadOnlyMemory<byte> image, long length, long blockBytes, Func<long, long?> placeOf) : DiskBytes
{
    public override long Length => length;

    public override void Read(long at, Span<byte> into)
    {
        if (at < 0 || at > length - into.Length) throw new MalformedException($"byte {at} of a disk of {length}");
        while (!into.IsEmpty)
        {
            var (block, offset) = Math.DivRem(at, blockBytes);
            var part = into[..(int)Math.Min(into.Length, blockBytes - offset)];
            if (placeOf(block) is not { } place) part.Clear();
            else if (place < 0 || place > image.Length - offset - part.Length) throw new MalformedException($"block {block} beyond the end of the image");
            else image.Span.Slice((int)(place + offset), part.Length).CopyTo(part);
            at += part.Length;
            into = into[part.Length..];
        }
    }
}
