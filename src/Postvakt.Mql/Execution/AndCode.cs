namespace Postvakt.Mql.Execution;

/// <summary>All of its parts; what is cheap is looked at first, which changes nothing but the time.</summary>
internal sealed class AndCode(Code[] parts) : Condition
{
    protected override Truth Evaluate(Frame frame)
    {
        var all = Truth.True;
        foreach (var part in parts)
        {
            all = all.And(part.Test(frame));
            if (all.IsFalse) break;
        }
        return all;
    }

    public override Truth TestForTrue(Frame frame)
    {
        if (Slot >= 0) return Test(frame);
        var all = Truth.True;
        foreach (var part in parts)
        {
            all = all.And(part.TestForTrue(frame));
            if (!all.MayBeTrue) break;
        }
        return all;
    }
}
