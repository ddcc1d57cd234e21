using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Disks;

/// <summary>An image that is the disk, byte for byte.</summary>
internal sealed class FlatDisk(ReadOnlyMemory<byte> image) : DiskBytes
{
    public override long Length => image.Length;

    public override void Read(long at, Span<byte> into)
    {
        if (at < 0 || at > image.Length - into.Length) throw new MalformedException($"byte {at} of an image of {image.Length}");
        image.Span.Slice((int)at, into.Length).CopyTo(into);
    }
}
