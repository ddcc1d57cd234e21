using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel;

/// <summary>A cell that is not empty.</summary>
/// <param name="Value">Constant, or the result that the file states for the formula.</param>
/// <param name="Formula">Null for a constant.</param>
internal sealed record Cell(Value Value, Expr? Formula);
