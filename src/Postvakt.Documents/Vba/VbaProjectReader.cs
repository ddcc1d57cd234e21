using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Vba;

internal static class VbaProjectReader
{
    public static void Read(InspectedFile file, CompoundFile project, string partName, Inspection inspection) => _ = (file, project, partName, inspection);
}
