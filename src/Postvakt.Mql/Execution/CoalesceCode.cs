namespace Postvakt.Mql.Execution;

/// <summary>The first that is not null.</summary>
internal sealed class CoalesceCode(Code[] values) : Expression
{
    protected override MqlValue Evaluate(Frame frame)
    {
        foreach (var code in values)
        {
            var value = code.Value(frame);
            if (!value.IsNull) return value;
        }
        return MqlValue.Null;
    }
}
