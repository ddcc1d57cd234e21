using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>Where a macro goes on after a cell, if not below it.</summary>
/// <param name="To">Of <see cref="SignalKind.Goto"/>.</param>
/// <param name="Result">Of <see cref="SignalKind.Return"/>.</param>
internal sealed record Signal(SignalKind Kind, Area To, Value Result)
{
    public static Signal Goto(Area to) => new(SignalKind.Goto, to, BlankValue.One);

    public static Signal Return(Value result) => new(SignalKind.Return, default, result);

    public static Signal Halt { get; } = new(SignalKind.Halt, default, BlankValue.One);

    public static Signal Of(SignalKind kind) => new(kind, default, BlankValue.One);
}
