namespace Postvakt.Documents.Basic;

/// <summary>Operators on known values ([MS-VBAL] 5.6.9); null when the outcome is not known.</summary>
internal static class BasicOperators
{
    public static object? Apply(string operation, object? left, object? right)
    {
        if (operation is "=" or "<>" or "<" or ">" or "<=" or ">=") return Compare(operation, left, right);
        if (left is BasicEmpty && right is BasicEmpty || BasicValues.Number(left) is not { } a || BasicValues.Number(right) is not { } b) return Shortcut(operation, left, right);
        double? outcome = operation switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" when b != 0 => a / b,
            "^" => Math.Pow(a, b),
            "\\" => Whole(a, b, (x, y) => y == 0 ? null : x / y),
            "mod" => Whole(a, b, (x, y) => y == 0 ? null : x % y),
            "and" => Whole(a, b, (x, y) => x & y),
            "or" => Whole(a, b, (x, y) => x | y),
            "xor" => Whole(a, b, (x, y) => x ^ y),
            "eqv" => Whole(a, b, (x, y) => ~(x ^ y)),
            "imp" => Whole(a, b, (x, y) => ~x | y),
            _ => null,
        };
        return outcome is { } number && double.IsFinite(number) ? number : null;
    }

    /// <summary>False And anything is false; true Or anything is true.</summary>
    private static object? Shortcut(string operation, object? left, object? right) => operation switch
    {
        "and" when left is 0d || right is 0d => 0d,
        "or" when left is -1d || right is -1d => -1d,
        _ => null,
    };

    private static double? Whole(double a, double b, Func<long, long, long?> apply) =>
        Math.Abs(a) < 1e15 && Math.Abs(b) < 1e15 ? apply((long)Math.Round(a, MidpointRounding.ToEven), (long)Math.Round(b, MidpointRounding.ToEven)) : null;

    private static object? Compare(string operation, object? left, object? right)
    {
        int order;
        if (left is string a && right is string b) order = string.CompareOrdinal(a, b);
        else if (left is (double or string) && right is (double or string) && BasicValues.Number(left) is { } x && BasicValues.Number(right) is { } y) order = x.CompareTo(y);
        else return null;
        return BasicValues.Of(operation switch
        {
            "=" => order == 0,
            "<>" => order != 0,
            "<" => order < 0,
            ">" => order > 0,
            "<=" => order <= 0,
            _ => order >= 0,
        });
    }
}
