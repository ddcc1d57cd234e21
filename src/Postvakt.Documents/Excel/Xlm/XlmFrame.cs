using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>A macro that is under way.</summary>
internal sealed class XlmFrame(IReadOnlyList<Value> arguments)
{
    public IReadOnlyList<Value> Arguments { get; } = arguments;

    /// <summary>Arguments that were given names.</summary>
    public int Taken { get; set; }

    public Stack<XlmLoop> Loops { get; } = new();

    /// <summary>The ELSE.IF whose condition is to be looked at, because the blocks before it were not entered.</summary>
    public Area? ElseIf { get; set; }
}
