namespace Postvakt.Mql.Execution;

/// <summary><c>a[from:to]</c>: clamped; of texts in code points.</summary>
internal sealed class SliceCode(Code target, Code from, Code to) : Expression
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var value = target.Value(frame);
        var (start, end) = (from.Value(frame), to.Value(frame));
        if (value.IsNull || value.IsMissing) return value;
        if (start.IsMissing) return start;
        if (end.IsMissing) return end;
        var first = start.TryInt(out var low) ? Math.Max(0, low) : 0;
        var last = end.TryInt(out var high) ? Math.Max(0, high) : long.MaxValue;
        if (value.Array is { } list)
        {
            if (list.Why is { } why) return MqlValue.Missing(why);
            var stop = (int)Math.Min(last, list.Count);
            return MqlValue.Of(first >= stop ? MqlArray.Empty : new MqlArray(list.Items[(int)first..stop].ToArray()));
        }
        if (value.Text is not { } text) return MqlValue.Null;
        frame.Steps -= text.Length / 16;
        return MqlValue.Of(CodePointText.Slice(text, first, last));
    }
}
