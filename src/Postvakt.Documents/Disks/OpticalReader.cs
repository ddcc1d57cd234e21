using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Disks;

/// <summary>Reads ISO and UDF images: the tree that Windows shows, and what only the other trees of the disc hold.</summary>
internal sealed class OpticalReader : IFileReader
{
    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var disk = new FlatDisk(content);
        var tree = new DiskTree(file, inspection);
        var seen = new HashSet<long>();
        var shown = false;
        try
        {
            // A bridge disc has both; Windows takes UDF before Joliet before the plain form.
            if (UdfVolume.Open(disk, inspection.Budget) is { } udf)
            {
                udf.Walk(tree, seen);
                shown = seen.Count > 0;
            }
        }
        catch (MalformedException e)
        {
            file.Find(FindingKinds.AnalysisIncomplete, DocumentFinding.Broken + "UDF: " + e.Message);
        }
        foreach (var volume in IsoVolume.Of(disk, inspection.Budget))
        {
            try
            {
                volume.Walk(tree, seen, shown ? path => file.Find(FindingKinds.TwoFacedArchive, $"{path} is only in the {volume.Form} tree") : null);
                shown |= seen.Count > 0;
            }
            catch (MalformedException e)
            {
                file.Find(FindingKinds.AnalysisIncomplete, $"{DocumentFinding.Broken}{volume.Form} tree: {e.Message}");
            }
        }
        tree.Done();
        if (!shown) file.Find(FindingKinds.AnalysisIncomplete, "no file could be found on it");
    }
}
