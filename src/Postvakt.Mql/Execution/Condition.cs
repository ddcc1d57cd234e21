namespace Postvakt.Mql.Execution;

/// <summary>A part that is true, false or null.</summary>
internal abstract class Condition : Code
{
    public sealed override Truth Test(Frame frame)
    {
        if (Slot < 0)
        {
            if (IsKeptForItem && frame.Memo(Item) is { } memo)
            {
                if (memo.Truths.TryGetValue(Id, out var kept)) return kept;
                frame.Steps--;
                kept = Evaluate(frame);
                if (!frame.IsSpent) memo.Truths[Id] = kept;
                return kept;
            }
            frame.Steps--;
            return Evaluate(frame);
        }
        if (frame.Truths[Slot] is { Mask: not 0 } known) return known;
        frame.Steps--;
        var truth = Evaluate(frame);
        // What was cut short is evaluated again by the next rule, which has its own budget.
        if (!frame.IsSpent) frame.Truths[Slot] = truth;
        return truth;
    }

    public sealed override MqlValue Value(Frame frame) => Test(frame).ToValue();

    protected abstract Truth Evaluate(Frame frame);
}
