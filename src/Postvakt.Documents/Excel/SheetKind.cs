namespace Postvakt.Documents.Excel;

internal enum SheetKind
{
    Worksheet,
    MacroSheet,
    Chart,
    Dialog,

    /// <summary>A module of Excel 5 and 95.</summary>
    Module,
}
