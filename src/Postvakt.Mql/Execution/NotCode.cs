namespace Postvakt.Mql.Execution;

internal sealed class NotCode(Code part) : Condition
{
    protected override Truth Evaluate(Frame frame) => part.Test(frame).Not();
}
