namespace Postvakt.Documents.Report;

public enum MacroLanguage
{
    Vba,

    /// <summary>Excel 4.0 macro sheet.</summary>
    Excel4,
    Script,
}
