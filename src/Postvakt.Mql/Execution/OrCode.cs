namespace Postvakt.Mql.Execution;

/// <summary>One of its parts.</summary>
internal sealed class OrCode(Code[] parts) : Condition
{
    protected override Truth Evaluate(Frame frame)
    {
        var any = Truth.False;
        foreach (var part in parts)
        {
            any = any.Or(part.Test(frame));
            if (any.IsTrue) break;
        }
        return any;
    }

    public override Truth TestForTrue(Frame frame)
    {
        if (Slot >= 0) return Test(frame);
        var any = Truth.False;
        foreach (var part in parts)
        {
            any = any.Or(part.TestForTrue(frame));
            if (any.IsTrue) break;
        }
        return any;
    }
}
