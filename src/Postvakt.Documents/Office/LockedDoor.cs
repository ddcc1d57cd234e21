using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Office;

/// <summary>An Office package that is encrypted as a whole.</summary>
internal static class LockedDoor
{
    public static void Read(InspectedFile file, CompoundFile compound, Inspection inspection)
    {
        _ = (file, compound, inspection);
    }
}
