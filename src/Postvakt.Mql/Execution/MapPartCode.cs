namespace Postvakt.Mql.Execution;

/// <summary>keys and values of a map.</summary>
internal sealed class MapPartCode(Code of, bool keys) : Expression
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var value = of.Value(frame);
        if (value.IsMissing) return value;
        return value.Map is { } map ? MqlValue.Of(new MqlArray([.. keys ? map.Keys.Select(MqlValue.Of) : map.Values])) : MqlValue.Null;
    }
}
