namespace Postvakt.Documents.Excel.Formulas;

internal enum LinkKind
{
    /// <summary>The workbook itself.</summary>
    Own,

    /// <summary>Functions of add-ins, by name only.</summary>
    AddIn,
    Workbook,

    /// <summary>A conversation with another program (DDE), or an object linked from a file (OLE).</summary>
    Program,
}
