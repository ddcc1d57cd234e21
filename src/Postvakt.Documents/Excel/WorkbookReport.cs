using System.Text;
using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Excel.Xlm;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel;

/// <summary>Says what a workbook holds and what its macros would do.</summary>
internal static class WorkbookReport
{
    /// <summary>Characters of one macro sheet's source.</summary>
    private const int MaxSource = 4 << 20;

    public static void Write(InspectedFile file, Workbook workbook, Inspection inspection)
    {
        for (var number = 0; number < workbook.Sheets.Count; number++)
        {
            var sheet = workbook.Sheets[number];
            if (sheet.Kind == SheetKind.MacroSheet) WriteMacroSheet(file, workbook, number, inspection.Budget);
            else if (sheet.Visibility == SheetVisibility.VeryHidden && sheet.Kind == SheetKind.Worksheet) file.Find(FindingKinds.HiddenSheet, sheet.Name);
        }
        foreach (var name in workbook.Names)
        {
            if (name.Starter is not null && workbook.HasMacros && (name.Hidden || name.IsDisguised))
                file.Find(FindingKinds.XlmHiddenStart, name.Name + (name.Refers is { } refers ? " = " + FormulaText.Of(refers, workbook) : ""));
        }
        if (!workbook.Complete) file.Find(FindingKinds.AnalysisIncomplete, $"more than {Workbook.MaxCells:N0} cells, {Workbook.MaxNames:N0} names or {Workbook.MaxSheets:N0} sheets");
        if (workbook.HasMacros) new XlmExplorer(workbook, file, inspection.Budget).Explore();
        if (workbook.TooDeep) file.Find(FindingKinds.AnalysisIncomplete, "a formula nested deeper than is read");
    }

    private static void WriteMacroSheet(InspectedFile file, Workbook workbook, int number, Budget budget)
    {
        var sheet = workbook.Sheets[number];
        var where = $"macro sheet \"{sheet.Name}\"";
        var visibility = sheet.Visibility switch { SheetVisibility.Visible => "visible", SheetVisibility.Hidden => "hidden", _ => "very hidden" };
        var formulas = sheet.Cells.Values.Count(c => c.Formula is not null);
        if (sheet.Visibility == SheetVisibility.Hidden) file.Find(FindingKinds.XlmHiddenSheet, sheet.Name, where);
        if (sheet.Visibility == SheetVisibility.VeryHidden) file.Find(FindingKinds.XlmVeryHiddenSheet, sheet.Name, where);
        if (formulas == 0) file.Find(FindingKinds.XlmEmptySheet, sheet.Name, where);
        else file.Find(FindingKinds.XlmMacro, $"{formulas} formulas, {visibility}", where);
        file.Add(new MacroModule(sheet.Name, sheet.Part, MacroLanguage.Excel4, Source(sheet, workbook, budget)) { Visibility = visibility, EntryPoints = EntryPoints(workbook, number) });
    }

    /// <summary>Names that start on this sheet; those whose place could not be told count for every sheet.</summary>
    private static List<string> EntryPoints(Workbook workbook, int number) =>
        [.. workbook.Names.Where(n => n.Starter is not null && (n.Refers is not AreaExpr area || area.Area.Sheet == number)).Select(n => n.Name).Distinct()];

    private static string Source(Sheet sheet, Workbook workbook, Budget budget)
    {
        var text = new StringBuilder();
        // Column by column, as macros run.
        foreach (var key in sheet.Cells.Keys.OrderBy(k => Sheet.Place(k).Column).ThenBy(k => Sheet.Place(k).Row))
        {
            if (text.Length > MaxSource) break;
            budget.Step();
            var (row, column) = Sheet.Place(key);
            var cell = sheet.Cells[key];
            text.Append(Area.Name(row, column)).Append(": ");
            if (cell.Formula is { } formula) text.Append('=').Append(FormulaText.Of(formula, workbook));
            else text.Append(Coercion.Text(cell.Value));
            text.Append('\n');
        }
        return text.ToString();
    }
}
