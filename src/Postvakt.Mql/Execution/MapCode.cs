namespace Postvakt.Mql.Execution;

internal sealed class MapCode(Code list, Code body) : LoopCode(list, body)
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var value = List.Value(frame);
        if (value.IsMissing || value.Array is not { } items) return value.IsMissing ? value : MqlValue.Null;
        var mapped = new MqlValue[items.Count];
        bool[]? maybe = null;
        for (var i = 0; i < mapped.Length; i++)
        {
            if (Spent(frame)) return Stopped;
            mapped[i] = ValueOf(frame, items, i);
            if (items.IsMaybe(i)) (maybe ??= new bool[mapped.Length])[i] = true;
        }
        return MqlValue.Of(new MqlArray(mapped, maybe, items.Why));
    }
}
