using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Disks;

/// <summary>A partition.</summary>
internal sealed class DiskPart(DiskBytes disk, long from, long length) : DiskBytes
{
    public override long Length => length;

    public override void Read(long at, Span<byte> into)
    {
        if (at < 0 || at > length - into.Length) throw new MalformedException($"byte {at} of a partition of {length}");
        disk.Read(from + at, into);
    }
}
