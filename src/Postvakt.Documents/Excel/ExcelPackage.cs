using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel;

/// <summary>Reads the workbook of a package: SpreadsheetML or BIFF12.</summary>
internal static class ExcelPackage
{
    /// <param name="workbookPart">The part that the package's main relation leads to.</param>
    public static void Read(InspectedFile file, ZipFile zip, string workbookPart, Inspection inspection)
    {
        _ = (file, zip, workbookPart, inspection);
    }
}
