namespace Postvakt.Mql.Execution;

/// <summary>Characters of a text, items of a list, keys of a map.</summary>
internal sealed class LengthCode(Code of) : Expression
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var value = of.Value(frame);
        if (value.IsMissing) return value;
        if (value.Text is { } text)
        {
            frame.Steps -= text.Length / 64;
            return MqlValue.Of((long)CodePointText.Length(text));
        }
        if (value.Array is { } list) return list.Why is { } why ? MqlValue.Missing(why) : MqlValue.Of((long)list.Count);
        return value.Map is { } map ? MqlValue.Of((long)map.Count) : MqlValue.Null;
    }
}
