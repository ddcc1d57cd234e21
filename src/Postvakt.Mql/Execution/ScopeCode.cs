namespace Postvakt.Mql.Execution;

/// <summary>The item of the loop, or of one further out.</summary>
internal sealed class ScopeCode(int dots) : Expression
{
    protected override MqlValue Evaluate(Frame frame) => frame.Item(dots);
}
