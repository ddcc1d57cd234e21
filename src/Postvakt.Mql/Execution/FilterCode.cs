namespace Postvakt.Mql.Execution;

/// <summary>The items for which the part is true; those for which it may be stay in the list as "maybe". Of a null list, none.</summary>
internal sealed class FilterCode(Code list, Code body) : LoopCode(list, body)
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var value = List.Value(frame);
        if (value.IsMissing) return value;
        if (value.Array is not { Count: > 0 } items) return MqlValue.Of(MqlArray.Empty);
        var kept = new List<MqlValue>();
        List<bool>? maybe = null;
        Missing? why = null;
        for (var i = 0; i < items.Count; i++)
        {
            if (Spent(frame)) return Stopped;
            var truth = TestBody(frame, items, i);
            if (!truth.MayBeTrue) continue;
            kept.Add(items[i]);
            if (truth.IsTrue && !items.IsMaybe(i))
            {
                maybe?.Add(false);
                continue;
            }
            maybe ??= [.. Enumerable.Repeat(false, kept.Count - 1)];
            maybe.Add(true);
            why = Missing.Join(why, Missing.Join(truth.Why, items.Why));
        }
        return MqlValue.Of(new MqlArray([.. kept], maybe?.ToArray(), why));
    }
}
