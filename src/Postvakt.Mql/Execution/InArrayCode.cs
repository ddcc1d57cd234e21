namespace Postvakt.Mql.Execution;

/// <summary>Looked up in a list that the rule puts together: as <c>any(list, . == left)</c>.</summary>
internal sealed class InArrayCode(Code left, Code right, bool ignoreCase, bool negated) : Condition
{
    protected override Truth Evaluate(Frame frame)
    {
        var value = left.Value(frame);
        if (value.IsNull) return Truth.Null;
        var list = right.Value(frame);
        if (list.IsMissing) return Truth.Unknown(Missing.Join(list.Why, value.Why)!);
        if (list.Array is not { } items) return Truth.Null;
        var any = Truth.False;
        for (var i = 0; i < items.Count && !any.IsTrue; i++)
        {
            if (--frame.Steps < 0) return Truth.Unknown(Missing.Budget);
            var same = Comparison.Of(ignoreCase ? "=~" : "==", value, items[i]).AsPredicate();
            any = any.Or(items.IsMaybe(i) ? same.OrElse(Truth.CanBeFalse, items.Why) : same);
        }
        return negated ? any.Not() : any;
    }
}
