namespace Postvakt.Documents.Excel.Formulas;

/// <summary>Where references and names that are not of the same sheet lead.</summary>
/// <param name="Path">Of a workbook: its address. Of a program: "program|topic".</param>
internal sealed record LinkedBook(LinkKind Kind, string Path, IReadOnlyList<string> Sheets)
{
    /// <summary>Names, functions or items of it, in the order of the file.</summary>
    public List<string> Names { get; } = [];
}
