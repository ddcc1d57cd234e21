using System.Globalization;

namespace Postvakt.Sigma.Matching;

/// <summary>A part of a date, as it is written: time zones are not converted (modifiers appendix 2.1.0). Weeks are those of ISO 8601.</summary>
internal sealed class TimeMatcher(TimePart part, CompareOperator op, double bound) : Matcher(string.Create(CultureInfo.InvariantCulture, $"time:{part}:{op}:{bound:R}"))
{
    public override bool Matches(ReadOnlySpan<char> text, Fuel fuel) => TryPart(text.Trim(), out var number) && Compare.Holds(op, number, bound);

    /// <summary>Reads 2021-03-14, then a T or blank and 01:39, whatever follows.</summary>
    private bool TryPart(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        if (text.Length < 10 || text[4] is not ('-' or '/') || text[7] != text[4]) return false;
        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        switch (part)
        {
            case TimePart.Year: number = year; return true;
            case TimePart.Month: number = month; return true;
            case TimePart.Day: number = day; return true;
            case TimePart.Week: number = ISOWeek.GetWeekOfYear(new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified)); return true;
        }
        if (text.Length < 16 || text[10] is not ('T' or 't' or ' ') || text[13] != ':') return false;
        if (!Digits(text[11..13], out var hour) || !Digits(text[14..16], out var minute) || hour > 23 || minute > 59) return false;
        number = part == TimePart.Hour ? hour : minute;
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
