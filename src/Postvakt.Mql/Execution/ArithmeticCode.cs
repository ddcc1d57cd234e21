namespace Postvakt.Mql.Execution;

/// <summary>+ - * / %: whole numbers stay whole; what cannot be counted, as a division by zero or what grows too large, is null.</summary>
internal sealed class ArithmeticCode(char sign, Code left, Code right) : Expression
{
    protected override MqlValue Evaluate(Frame frame)
    {
        var (a, b) = (left.Value(frame), right.Value(frame));
        if (a.IsNull || b.IsNull) return MqlValue.Null;
        if (a.IsMissing) return a;
        if (b.IsMissing) return b;
        if (a.TryInt(out var x) && b.TryInt(out var y)) return Whole(x, y);
        if (!a.TryNumber(out var p) || !b.TryNumber(out var q)) return MqlValue.Null;
        var result = sign switch { '+' => p + q, '-' => p - q, '*' => p * q, '/' => p / q, _ => p % q };
        return double.IsFinite(result) ? MqlValue.Of(result) : MqlValue.Null;
    }

    private MqlValue Whole(long x, long y)
    {
        if (sign is '/' or '%') return y == 0 || (y == -1 && x == long.MinValue) ? MqlValue.Null : MqlValue.Of(sign == '/' ? x / y : x % y);
        var exact = sign switch { '+' => (Int128)x + y, '-' => (Int128)x - y, _ => (Int128)x * y };
        return exact >= long.MinValue && exact <= long.MaxValue ? MqlValue.Of((long)exact) : MqlValue.Null;
    }
}
