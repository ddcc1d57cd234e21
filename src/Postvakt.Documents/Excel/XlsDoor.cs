using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel;

/// <summary>Reads the workbook of a compound file: Excel 97 to 2003 (BIFF8) and 5 to 95 (BIFF5).</summary>
internal static class XlsDoor
{
    public static void Read(InspectedFile file, CompoundFile compound, Inspection inspection)
    {
        _ = (file, compound, inspection);
    }
}
