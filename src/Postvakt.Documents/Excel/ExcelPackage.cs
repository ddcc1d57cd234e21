using Postvakt.Documents.Archives;
using Postvakt.Documents.Excel.Biff12;
using Postvakt.Documents.Excel.SheetXml;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Packages;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Excel;

/// <summary>Reads the workbook of a package: SpreadsheetML or BIFF12. Parts are found by their relations, whatever their names.</summary>
internal static class ExcelPackage
{
    /// <param name="workbookPart">The part that the package's main relation leads to.</param>
    public static void Read(InspectedFile file, ZipFile zip, string workbookPart, Inspection inspection)
    {
        var workbook = new Workbook();
        var shown = new ShownText(file, inspection);
        var parts = new ExcelParts(zip, workbookPart, inspection.Budget);
        try
        {
            if (IsBinary(zip, workbookPart)) new Biff12Reader(file, parts, workbook, shown, inspection.Budget).Read();
            else new SheetXmlReader(file, parts, workbook, shown, inspection.Budget).Read();
            ReadConnections(file, parts, inspection.Budget);
        }
        finally
        {
            shown.Show();
            WorkbookReport.Write(file, workbook, inspection);
        }
    }

    /// <summary>The content tells: names and types are the sender's.</summary>
    private static bool IsBinary(ZipFile zip, string part) => zip.Read(part) is { Length: > 2 } bytes && bytes.Span[0] is not ((byte)'<' or 0xEF or 0xFE or 0xFF or (byte)' ' or (byte)'\r' or (byte)'\n');

    /// <summary>ECMA-376 part 1, 18.13: connections, among them queries of web pages.</summary>
    private static void ReadConnections(InspectedFile file, ExcelParts parts, Budget budget)
    {
        foreach (var relation in parts.Of("connections"))
        {
            if (parts.Read(relation.Target) is not { Length: > 0 } part || part.Span[0] != (byte)'<') continue;
            using var xml = new PartXml(part, budget);
            while (xml.Read())
            {
                if (!xml.IsElement || xml.Name is not ("webPr" or "textPr" or "dbPr")) continue;
                var address = xml.Attribute("url") ?? xml.Attribute("sourceFile") ?? "";
                if (!RemoteParts.IsRemote(address)) continue;
                file.Link(address, relation.Target);
                file.Find(FindingKinds.WebQuery, address, relation.Target);
            }
        }
    }
}
