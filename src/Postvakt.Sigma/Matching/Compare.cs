using System.Globalization;

namespace Postvakt.Sigma.Matching;

internal static class Compare
{
    public static bool Holds(CompareOperator op, double left, double right) => op switch
    {
        CompareOperator.Equal => left == right,
        CompareOperator.NotEqual => left != right,
        CompareOperator.Less => left < right,
        CompareOperator.LessOrEqual => left <= right,
        CompareOperator.Greater => left > right,
        _ => left >= right,
    };

    /// <summary>A decimal number, or a hexadecimal one with 0x as Windows writes many.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double number)
    {
        number = 0;
        text = text.Trim();
        if (text.IsEmpty || text.Length > 64) return false;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            if (!ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)) return false;
            number = hex;
            return true;
        }
        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }
}
