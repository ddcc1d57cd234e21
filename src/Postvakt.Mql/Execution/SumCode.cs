namespace Postvakt.Mql.Execution;

/// <summary>Of a null list 0; nulls among the numbers count nothing.</summary>
internal sealed class SumCode(Code list, Code? body) : LoopCode(list, body)
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var value = List.Value(frame);
        if (value.IsMissing) return value;
        if (value.Array is not { } items) return MqlValue.Of(0L);
        if (items.Why is { } why) return MqlValue.Missing(why);
        Int128 whole = 0;
        double number = 0;
        var isWhole = true;
        for (var i = 0; i < items.Count; i++)
        {
            if (Spent(frame)) return Stopped;
            var of = ValueOf(frame, items, i);
            if (of.IsMissing) return of;
            if (of.TryInt(out var one)) whole += one;
            else if (of.TryNumber(out var real)) (number, isWhole) = (number + real, false);
        }
        if (!isWhole) return MqlValue.Of(number + (double)whole);
        return whole >= long.MinValue && whole <= long.MaxValue ? MqlValue.Of((long)whole) : MqlValue.Null;
    }
}
