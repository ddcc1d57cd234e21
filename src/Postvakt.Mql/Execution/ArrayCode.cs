namespace Postvakt.Mql.Execution;

/// <summary><c>[a, b]</c></summary>
internal sealed class ArrayCode(Code[] items) : Expression
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var values = new MqlValue[items.Length];
        for (var i = 0; i < items.Length; i++) values[i] = items[i].Value(frame);
        return MqlValue.Of(new MqlArray(values));
    }
}
