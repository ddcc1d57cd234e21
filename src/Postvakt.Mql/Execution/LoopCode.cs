namespace Postvakt.Mql.Execution;

/// <summary>Goes through a list and evaluates a part for each item.</summary>
internal abstract class LoopCode(Code list, Code? body) : Expression
{
    protected Code List { get; } = list;

    protected Code? Body { get; } = body;

    protected Truth TestBody(Frame frame, MqlArray items, int at)
    {
        frame.Push(items[at]);
        var truth = Body!.TestForTrue(frame).AsPredicate();
        frame.Pop();
        return truth;
    }

    protected MqlValue ValueOf(Frame frame, MqlArray items, int at)
    {
        if (Body is null) return items[at];
        frame.Push(items[at]);
        var value = Body.Value(frame);
        frame.Pop();
        return value;
    }

    /// <summary>An item costs a step even where its part is known; true when none is left.</summary>
    protected static bool Spent(Frame frame) => --frame.Steps < 0;

    protected static MqlValue Stopped => MqlValue.Missing(Missing.Budget);
}
