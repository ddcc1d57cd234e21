using System.Globalization;

namespace Postvakt.Documents.Excel.Formulas;

/// <summary>A value of a cell or a formula.</summary>
internal abstract record Value(Mark Mark);

internal sealed record NumberValue(double Number, Mark Mark = Mark.None) : Value(Mark)
{
    /// <summary>As Excel joins it to text: fifteen digits.</summary>
    public string Text => Number == Math.Floor(Number) && Math.Abs(Number) < 1e15
        ? Number.ToString("0", CultureInfo.InvariantCulture)
        : Number.ToString("G15", CultureInfo.InvariantCulture);
}

internal sealed record TextValue(string Text, Mark Mark = Mark.None) : Value(Mark);

internal sealed record TruthValue(bool Truth, Mark Mark = Mark.None) : Value(Mark);

/// <param name="Code">"#N/A", "#VALUE!".</param>
internal sealed record ErrorValue(string Code, Mark Mark = Mark.None) : Value(Mark);

/// <summary>An empty cell.</summary>
internal sealed record BlankValue() : Value(Mark.None)
{
    public static BlankValue One { get; } = new();
}

/// <summary>An argument that is left out.</summary>
internal sealed record MissingValue() : Value(Mark.None)
{
    public static MissingValue One { get; } = new();
}

/// <summary>A reference, which some functions need as such.</summary>
internal sealed record AreaValue(Area Area, Mark Mark = Mark.None) : Value(Mark);

/// <param name="Rows">Rows of equal length, at least one each way.</param>
internal sealed record MatrixValue(IReadOnlyList<IReadOnlyList<Value>> Rows, Mark Mark = Mark.None) : Value(Mark);

/// <summary>What only the victim's machine, or a function that is not followed, would know.</summary>
internal sealed record UnknownValue() : Value(Mark.Doubtful)
{
    public static UnknownValue One { get; } = new();
}
