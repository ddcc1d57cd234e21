namespace Postvakt.Mql.Execution;

internal sealed class LiteralCode(MqlValue value) : Expression
{
    public MqlValue Literal { get; } = value;

    protected override MqlValue Evaluate(Frame frame) => Literal;
}
