namespace Postvakt.Mql.Execution;

/// <summary>
/// What a condition may be: a set out of false, null and true. With one member it is known; with more, what it is depends on values that are missing. Sets make "could it matter?" exact for each operator: a false beside
/// an unknown is false in an <c>and</c>, whatever the unknown is.
/// </summary>
internal readonly struct Truth(byte mask, Missing? why)
{
    public const byte CanBeFalse = 1;
    public const byte CanBeNull = 2;
    public const byte CanBeTrue = 4;
    public const byte Anything = 7;

    public static readonly Truth False = new(CanBeFalse, null);
    public static readonly Truth Null = new(CanBeNull, null);
    public static readonly Truth True = new(CanBeTrue, null);

    private static readonly byte[] AndTable = Table(Math.Min);
    private static readonly byte[] OrTable = Table(Math.Max);

    /// <summary>0 stands for "not evaluated".</summary>
    public byte Mask { get; } = mask;

    /// <summary>What is missing; null when the value is known.</summary>
    public Missing? Why { get; } = why;

    public bool IsTrue => Mask == CanBeTrue;

    public bool IsFalse => Mask == CanBeFalse;

    public bool MayBeTrue => (Mask & CanBeTrue) != 0;

    public static Truth Of(bool value) => value ? True : False;

    public static Truth Unknown(Missing why) => new(Anything, why);

    public static Truth Of(MqlValue value) => value.IsNull ? Null : value.IsMissing ? Unknown(value.Why!) : value.TryBool(out var known) ? Of(known) : Null;

    public MqlValue ToValue() => Mask switch
    {
        CanBeFalse => MqlValue.Of(false),
        CanBeTrue => MqlValue.Of(true),
        CanBeNull => MqlValue.Null,
        _ => MqlValue.Missing(Why!),
    };

    public Truth And(Truth other) => Join(AndTable[(Mask << 3) | other.Mask], other);

    public Truth Or(Truth other) => Join(OrTable[(Mask << 3) | other.Mask], other);

    public Truth Not() => new((byte)((Mask & CanBeNull) | ((Mask & CanBeFalse) << 2) | ((Mask & CanBeTrue) >> 2)), Why);

    /// <summary>As the condition of a loop: null is "not fulfilled".</summary>
    public Truth AsPredicate() => (Mask & CanBeNull) == 0 ? this : MayBeTrue ? new(CanBeTrue | CanBeFalse, Why) : False;

    /// <summary>It may as well be <paramref name="other"/>.</summary>
    public Truth OrElse(byte other, Missing? why) => new((byte)(Mask | other), Missing.Join(Why, why));

    private Truth Join(byte joined, Truth other) => new(joined, (joined & (joined - 1)) == 0 ? null : Missing.Join(Why, other.Why));

    /// <summary>For each pair of sets, what each pair of their members gives; false, null, true are 0, 1, 2.</summary>
    private static byte[] Table(Func<int, int, int> combine)
    {
        var table = new byte[64];
        for (var pair = 0; pair < 64; pair++)
        {
            for (var left = 0; left < 3; left++)
                for (var right = 0; right < 3; right++)
                    if (((pair >> 3) & (1 << left)) != 0 && (pair & (1 << right)) != 0) table[pair] |= (byte)(1 << combine(left, right));
        }
        return table;
    }
}
