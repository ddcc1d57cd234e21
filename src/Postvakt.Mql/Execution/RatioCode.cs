namespace Postvakt.Mql.Execution;

/// <summary>The share of items for which the part is true; of no items null.</summary>
internal sealed class RatioCode(Code list, Code body) : LoopCode(list, body)
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var value = List.Value(frame);
        if (value.IsMissing || value.Array is not { Count: > 0 } items) return value.IsMissing ? value : MqlValue.Null;
        if (items.Why is { } maybe) return MqlValue.Missing(maybe);
        var count = 0;
        for (var i = 0; i < items.Count; i++)
        {
            if (Spent(frame)) return Stopped;
            var truth = TestBody(frame, items, i);
            if (truth.Why is { } why) return MqlValue.Missing(why);
            if (truth.IsTrue) count++;
        }
        return MqlValue.Of((double)count / items.Count);
    }
}
