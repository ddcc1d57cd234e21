using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Disks;

/// <summary>Reads images of hard and floppy disks: plain ones, VHD and VHDX.</summary>
internal sealed class DiskReader(FileKind kind) : IFileReader
{
    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection) => Volumes.Read(
        file,
        kind switch
        {
            FileKind.Vhd => VhdImage.Open(content),
            FileKind.Vhdx => VhdxImage.Open(content),
            _ => new FlatDisk(content),
        },
        inspection);
}
