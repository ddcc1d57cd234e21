namespace Postvakt.Mql.Execution;

internal sealed class CompareCode(string sign, Code left, Code right) : Condition
{
    protected override Truth Evaluate(Frame frame) => Comparison.Of(sign, left.Value(frame), right.Value(frame));
}
