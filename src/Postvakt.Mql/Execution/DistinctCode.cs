namespace Postvakt.Mql.Execution;

/// <summary>The first item of each key; those without a key together. Where a key is missing, each item may or may not be one of them.</summary>
internal sealed class DistinctCode(Code list, Code? key) : LoopCode(list, key)
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var value = List.Value(frame);
        if (value.IsMissing) return value;
        if (value.Array is not { Count: > 0 } items) return MqlValue.Of(MqlArray.Empty);
        var seen = new HashSet<CallKey>();
        var kept = new List<MqlValue>();
        var why = items.Why;
        for (var i = 0; i < items.Count; i++)
        {
            if (Spent(frame)) return Stopped;
            var of = ValueOf(frame, items, i);
            if (of.IsMissing) why = Missing.Join(why, of.Why);
            else if (seen.Add(new("", [of]))) kept.Add(items[i]);
        }
        if (why is null) return MqlValue.Of(new MqlArray([.. kept]));
        return MqlValue.Of(new MqlArray(items.Items.ToArray(), [.. Enumerable.Repeat(true, items.Count)], why));
    }
}
