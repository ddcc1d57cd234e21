namespace Postvakt.Documents.Excel;

internal enum SheetVisibility
{
    Visible,
    Hidden,

    /// <summary>Cannot be shown from Excel's menus.</summary>
    VeryHidden,
}
