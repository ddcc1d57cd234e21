namespace Postvakt.Mql.Execution;

/// <summary>any and all: null is "not fulfilled" for an item; over a null list any is null and all is true.</summary>
internal sealed class QuantifierCode(Code list, Code body, bool all) : Condition
{
    protected override Truth Evaluate(Frame frame)
    {
        var value = list.Value(frame);
        if (value.IsMissing) return all ? new(Truth.CanBeTrue | Truth.CanBeFalse, value.Why) : Truth.Unknown(value.Why!);
        if (value.Array is not { } items) return all ? Truth.True : Truth.Null;
        var result = Truth.Of(all);
        for (var i = 0; i < items.Count; i++)
        {
            if (--frame.Steps < 0) return Truth.Unknown(Missing.Budget);
            frame.Push(items[i]);
            var truth = body.TestForTrue(frame).AsPredicate();
            frame.Pop();
            if (items.IsMaybe(i)) truth = truth.OrElse(all ? Truth.CanBeTrue : Truth.CanBeFalse, items.Why);
            result = all ? result.And(truth) : result.Or(truth);
            if (all ? result.IsFalse : result.IsTrue) break;
        }
        return result;
    }
}
