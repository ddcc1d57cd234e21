using Postvakt.Documents.Compound;
using Postvakt.Documents.Excel.Biff;
using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel;

/// <summary>Reads the workbook of a compound file: Excel 97 to 2003 (BIFF8) and 5 to 95 (BIFF5).</summary>
internal static class XlsDoor
{
    public static void Read(InspectedFile file, CompoundFile compound, Inspection inspection)
    {
        foreach (var name in (string[])["Workbook", "Book"])
        {
            if (compound.Find(name) is { IsStream: true } entry) Read(file, compound.View(entry), name, inspection);
        }
    }

    private static void Read(InspectedFile file, ReadOnlyMemory<byte> content, string streamName, Inspection inspection)
    {
        if (content.IsEmpty || BiffLock.Open(file, content, inspection) is not { } stream) return;
        var workbook = new Workbook();
        var shown = new ShownText(file, inspection);
        var reader = new BiffReader(stream, streamName, workbook, shown, inspection.Budget);
        try
        {
            reader.Read();
        }
        finally
        {
            shown.Show();
            foreach (var book in reader.Books) Link(file, book);
            WorkbookReport.Write(file, workbook, inspection);
        }
    }

    private static void Link(InspectedFile file, LinkedBook book)
    {
        if (book.Kind == LinkKind.Workbook) file.Find(FindingKinds.WorkbookLink, book.Path);
        else if (book.Kind == LinkKind.Program && book.Path.IndexOf('|', StringComparison.Ordinal) is var bar && bar > 0) DdeLinks.Dde(file, book.Path[..bar], book.Path[(bar + 1)..], "DDE link");
    }
}
