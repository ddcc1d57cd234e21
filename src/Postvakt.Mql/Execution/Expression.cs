namespace Postvakt.Mql.Execution;

/// <summary>A part that has a value of any kind.</summary>
internal abstract class Expression : Code
{
    public sealed override Truth Test(Frame frame) => Truth.Of(Value(frame));

    public sealed override MqlValue Value(Frame frame)
    {
        if (Slot < 0)
        {
            if (IsKeptForItem && frame.Memo(Item) is { } memo)
            {
                if (memo.Values.TryGetValue(Id, out var kept)) return kept;
                frame.Steps--;
                kept = Evaluate(frame);
                if (!frame.IsSpent) memo.Values[Id] = kept;
                return kept;
            }
            frame.Steps--;
            return Evaluate(frame);
        }
        if (frame.Known[Slot]) return frame.Values[Slot];
        frame.Steps--;
        var value = Evaluate(frame);
        if (!frame.IsSpent)
        {
            frame.Values[Slot] = value;
            frame.Known[Slot] = true;
        }
        return value;
    }

    protected abstract MqlValue Evaluate(Frame frame);
}
