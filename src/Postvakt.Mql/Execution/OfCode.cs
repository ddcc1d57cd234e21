namespace Postvakt.Mql.Execution;

/// <summary>N of its parts: enough true ones make it true; else a null makes it null.</summary>
internal sealed class OfCode(int wanted, Code[] parts) : Condition
{
    protected override Truth Evaluate(Frame frame)
    {
        int surely = 0, perhaps = 0;
        bool aNull = false, perhapsNull = false;
        Missing? why = null;
        foreach (var part in parts)
        {
            var truth = part.Test(frame);
            if (truth.IsTrue) surely++;
            else if (truth.MayBeTrue) perhaps++;
            if (truth.Mask == Truth.CanBeNull) aNull = true;
            else if ((truth.Mask & Truth.CanBeNull) != 0) perhapsNull = true;
            why = Missing.Join(why, truth.Why);
            if (surely >= wanted) return Truth.True;
        }
        var counted = Of(wanted, surely, perhaps, aNull, aNull || perhapsNull);
        return new(counted.Mask, (counted.Mask & (counted.Mask - 1)) == 0 ? null : why);
    }

    /// <summary>What parts come to of which so many are true, and so many more may be.</summary>
    public static Truth Of(int wanted, int surely, int perhaps, bool aNull, bool perhapsNull)
    {
        if (surely >= wanted) return Truth.True;
        byte mask = 0;
        if (surely + perhaps >= wanted) mask |= Truth.CanBeTrue;
        if (perhapsNull) mask |= Truth.CanBeNull;
        if (!aNull) mask |= Truth.CanBeFalse;
        return new(mask, null);
    }
}
