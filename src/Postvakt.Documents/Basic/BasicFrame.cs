namespace Postvakt.Documents.Basic;

/// <summary>A procedure while it is being run.</summary>
internal sealed class BasicFrame(BasicUnit unit, BasicProcedure? procedure)
{
    public BasicUnit Unit { get; } = unit;

    public BasicProcedure? Procedure { get; } = procedure;

    public Dictionary<string, object?> Locals { get; } = new(StringComparer.Ordinal);

    public Stack<object?> With { get; } = new();

    public int Line { get; set; }
}
