using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel;

/// <summary>The workbook stream of an old Excel file.</summary>
internal static class XlsDoor
{
    public static void Read(InspectedFile file, CompoundFile compound, Inspection inspection)
    {
        _ = (file, compound, inspection);
    }
}
