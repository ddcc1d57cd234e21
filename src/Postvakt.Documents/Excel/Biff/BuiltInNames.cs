namespace Postvakt.Documents.Excel.Biff;

/// <summary>Excel's own names by number ([MS-XLS] 2.5.114).</summary>
internal static class BuiltInNames
{
    private static readonly string[] Names =
    [
        "Consolidate_Area", "Auto_Open", "Auto_Close", "Extract", "Database", "Criteria", "Print_Area", "Print_Titles", "Recorder", "Data_Form",
        "Auto_Activate", "Auto_Deactivate", "Sheet_Title", "_FilterDatabase",
    ];

    public static string? Name(int number) => number < Names.Length ? Names[number] : null;
}
