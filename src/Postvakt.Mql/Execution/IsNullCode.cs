namespace Postvakt.Mql.Execution;

internal sealed class IsNullCode(Code value, bool negated) : Condition
{
    protected override Truth Evaluate(Frame frame)
    {
        var of = value.Value(frame);
        return of.IsMissing ? new(Truth.CanBeTrue | Truth.CanBeFalse, of.Why) : Truth.Of(of.IsNull != negated);
    }
}
