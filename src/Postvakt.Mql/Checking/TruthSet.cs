using Postvakt.Mql.Execution;

namespace Postvakt.Mql.Checking;

/// <summary>What a condition can come to in one message or another: a set of <see cref="Truth"/>, each of which is itself a set out of false, null and true. One bit for each of the seven.</summary>
internal readonly record struct TruthSet(byte Bits)
{
    public static readonly TruthSet Null = Of(Truth.Null);

    /// <summary>True in one message, false in another.</summary>
    public static readonly TruthSet Either = Of(Truth.True) | Of(Truth.False);

    /// <summary>In every message it depends on what is missing.</summary>
    public static readonly TruthSet Unknown = Of(new(Truth.Anything, null));

    public static TruthSet Of(Truth truth) => new((byte)(1 << truth.Mask));

    public static TruthSet operator |(TruthSet left, TruthSet right) => new((byte)(left.Bits | right.Bits));

    public bool Contains(Truth truth) => (Bits & (1 << truth.Mask)) != 0;

    public TruthSet Each(Func<Truth, Truth> of) => Members.Aggregate(default(TruthSet), (all, t) => all | Of(of(t)));

    /// <summary>Each of these with each of those.</summary>
    public TruthSet With(TruthSet other, Func<Truth, Truth, Truth> join)
    {
        var joined = default(TruthSet);
        foreach (var left in Members) joined |= other.Each(right => join(left, right));
        return joined;
    }

    /// <summary>What joining any number of those to these comes to, none of them too.</summary>
    public TruthSet Over(TruthSet items, Func<Truth, Truth, Truth> join)
    {
        var (all, before) = (this, default(TruthSet));
        while (all != before) (before, all) = (all, all | all.With(items, join));
        return all;
    }

    public IEnumerable<Truth> Members
    {
        get
        {
            for (byte mask = 1; mask <= Truth.Anything; mask++)
                if ((Bits & (1 << mask)) != 0) yield return new(mask, null);
        }
    }
}
