namespace Postvakt.Mql.Execution;

/// <summary>Lists of a list as one; of null, none.</summary>
internal sealed class FlattenCode(Code list) : Expression
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var value = list.Value(frame);
        if (value.IsMissing) return value;
        if (value.Array is not { } lists) return MqlValue.Of(MqlArray.Empty);
        var items = new List<MqlValue>();
        var maybe = new List<bool>();
        var why = lists.Why;
        for (var i = 0; i < lists.Count; i++)
        {
            if (lists[i].IsMissing) return lists[i];
            if (lists[i].Array is not { } inner) continue;
            why = Missing.Join(why, inner.Why);
            for (var j = 0; j < inner.Count; j++)
            {
                if (--frame.Steps < 0) return MqlValue.Missing(Missing.Budget);
                items.Add(inner[j]);
                maybe.Add(lists.IsMaybe(i) || inner.IsMaybe(j));
            }
        }
        return MqlValue.Of(why is null ? new MqlArray([.. items]) : new MqlArray([.. items], [.. maybe], why));
    }
}
