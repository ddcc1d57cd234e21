using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>A loop that a macro is in.</summary>
/// <param name="at">Cell of WHILE, FOR or FOR.CELL.</param>
internal sealed class XlmLoop(Area at)
{
    public Area At { get; } = at;

    /// <summary>Name of the counter; empty for WHILE.</summary>
    public string Counter { get; init; } = "";

    public double Value { get; set; }

    public double Last { get; init; }

    public double Step { get; init; } = 1;

    /// <summary>Of FOR.CELL: the cells to go through.</summary>
    public IReadOnlyList<Area>? Cells { get; init; }

    /// <summary>Turns whose condition could not be told.</summary>
    public int Doubtful { get; set; }
}
