using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Packages;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel.SheetXml;

/// <summary>
/// Reads a workbook in SpreadsheetML (ECMA-376 part 1, 18). Cells are read only if there is a macro sheet, whose formulas may need them; else of each sheet
/// nothing but the text that does not stand among the shared strings.
/// </summary>
internal sealed class SheetXmlReader(InspectedFile file, ExcelParts parts, Workbook workbook, ShownText shown, Budget budget)
{
    /// <summary>Characters of one string: a cell holds no more.</summary>
    private const int MaxString = 32_767;

    /// <summary>Strings that macros may use.</summary>
    private const int MaxStrings = 500_000;

    private readonly List<(string Name, string Formula, int? Sheet, bool Hidden)> _names = [];
    private readonly List<string> _strings = [];

    public void Read()
    {
        if (parts.Read(parts.WorkbookPart) is not { } book) throw new MalformedException("no workbook part");
        ReadBook(book);
        foreach (var (name, formula, sheet, hidden) in _names)
        {
            var refers = FormulaParser.Parse(formula, workbook, new Area(sheet ?? 0, 0, 0, 0, 0));
            workbook.Add(new DefinedName(name, sheet, refers, hidden));
        }
        Each("sharedStrings", ReadStrings);
        Each("externalLink", ReadExternalLink);
        for (var number = 0; number < workbook.Sheets.Count; number++)
        {
            budget.Look();
            var sheet = workbook.Sheets[number];
            if (sheet.Kind is not (SheetKind.Worksheet or SheetKind.MacroSheet)) continue;
            if (!workbook.HasMacros && parts.Find(sheet.Part) is { Method: 8, Encrypted: false } entry && !SheetXmlScan.IsWorthReading(parts.Packed(entry), shown, budget)) continue;
            if (parts.Read(sheet.Part) is { } part) ReadSheet(number, part);
        }
    }

    private void Each(string kind, Action<ReadOnlyMemory<byte>> read)
    {
        foreach (var relation in parts.Of(kind))
        {
            if (parts.Read(relation.Target) is not { } part) continue;
            try
            {
                read(part);
            }
            catch (MalformedException e)
            {
                file.Find(FindingKinds.AnalysisIncomplete, DocumentFinding.Broken + e.Message, relation.Target);
            }
            catch (LimitException e) when (e.IsLocal)
            {
                file.Find(FindingKinds.AnalysisIncomplete, e.Message, relation.Target);
            }
        }
    }

    /// <summary>18.2.19 sheets, 18.2.5 names.</summary>
    private void ReadBook(ReadOnlyMemory<byte> book)
    {
        using var xml = new PartXml(book, budget);
        while (xml.Read())
        {
            if (!xml.IsElement) continue;
            if (xml.Name == "sheet" && workbook.Sheets.Count < Workbook.MaxSheets)
            {
                var relation = parts.ById(xml.Attribute("id") ?? "");
                var visibility = xml.Attribute("state") switch { "hidden" => SheetVisibility.Hidden, "veryHidden" => SheetVisibility.VeryHidden, _ => SheetVisibility.Visible };
                var kind = relation is null ? SheetKind.Worksheet : parts.KindOf(relation);
                workbook.Add(new Sheet(xml.Attribute("name") ?? "", kind, visibility, relation?.Target ?? ""));
            }
            else if (xml.Name == "definedName" && _names.Count < Workbook.MaxNames)
            {
                var (name, hidden) = (xml.Attribute("name") ?? "", xml.Attribute("hidden") is "1" or "true");
                var sheet = int.TryParse(xml.Attribute("localSheetId"), System.Globalization.NumberStyles.None, null, out var number) ? number : (int?)null;
                _names.Add((name, xml.Text(MaxString), sheet, hidden));
            }
        }
    }

    /// <summary>18.4.8: an item is text or runs of it; what is written for pronunciation is left out.</summary>
    private void ReadStrings(ReadOnlyMemory<byte> part)
    {
        using var xml = new PartXml(part, budget);
        while (xml.Read())
        {
            if (!xml.IsElement || xml.Name != "si") continue;
            var text = StringItem(xml);
            var enough = !shown.Add(text);
            if (workbook.HasMacros && _strings.Count < MaxStrings) _strings.Add(text);
            else if (enough) return;
        }
    }

    private static string StringItem(PartXml xml)
    {
        if (xml.IsEmpty) return "";
        var depth = xml.Depth;
        var text = "";
        System.Text.StringBuilder? more = null;
        while (xml.Read() && !(xml.IsEnd && xml.Depth == depth))
        {
            if (!xml.IsElement) continue;
            if (xml.Name == "rPh") xml.Text(0);
            else if (xml.Name == "t")
            {
                var piece = xml.Text(MaxString);
                if (more is null && text.Length == 0) text = piece;
                else if ((more ??= new(text)).Length < MaxString) more.Append(piece);
            }
        }
        return more?.ToString() ?? text;
    }

    /// <summary>18.14: another book, a program by DDE, or an object of another file.</summary>
    private void ReadExternalLink(ReadOnlyMemory<byte> part)
    {
        using var xml = new PartXml(part, budget);
        while (xml.Read())
        {
            if (xml.IsElement && xml.Name == "ddeLink") DdeLinks.Dde(file, xml.Attribute("ddeService") ?? "", xml.Attribute("ddeTopic") ?? "", "DDE link");
        }
    }

    private void ReadSheet(int number, ReadOnlyMemory<byte> part)
    {
        try
        {
            using var xml = new PartXml(part, budget);
            new SheetXmlCells(file, workbook, number, _strings, shown).Read(xml);
        }
        catch (MalformedException e)
        {
            file.Find(FindingKinds.AnalysisIncomplete, DocumentFinding.Broken + e.Message, workbook.Sheets[number].Part);
        }
        catch (LimitException e) when (e.IsLocal)
        {
            file.Find(FindingKinds.AnalysisIncomplete, e.Message, workbook.Sheets[number].Part);
        }
    }
}
