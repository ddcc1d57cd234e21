using System.Globalization;

namespace Postvakt.EventLogs.Reading;

/// <summary>Written times as UTC. A time without a zone is taken as UTC: every log here is written so.</summary>
internal static class TimeText
{
    private const int Longest = 48;

    public static DateTime? Read(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.Length is < 8 or > Longest) return null;
        if (TryIso(text, out var time)) return time;
        if (text.StartsWith("/Date(", StringComparison.Ordinal)) return Epoch(text[6..].TrimEnd(")/"), 1000);
        if (text.EndsWith(" UTC", StringComparison.Ordinal)) text = text[..^4];
        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time) ? time : null;
    }

    /// <summary>Seconds, or parts of one, since 1970.</summary>
    public static DateTime? Epoch(ReadOnlySpan<char> text, int partsOfSecond)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
        number /= partsOfSecond;
        return number is > 0 and < 253_402_300_799 ? DateTime.UnixEpoch.AddTicks((long)(number * TimeSpan.TicksPerSecond)) : null;
    }

    /// <summary>yyyy-MM-dd, T or blank, HH:mm:ss, a fraction or none, Z or a zone or nothing.</summary>
    private static bool TryIso(ReadOnlySpan<char> text, out DateTime time)
    {
        time = default;
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or ' ') || text[13] != ':' || text[16] != ':') return false;
        if (!Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day)) return false;
        if (!Number(text[11..13], out var hour) || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return false;
        time = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        var rest = text[19..];
        if (rest.Length > 0 && rest[0] is '.' or ',')
        {
            var unit = TimeSpan.TicksPerSecond;
            var ticks = 0L;
            var at = 1;
            for (; at < rest.Length && char.IsAsciiDigit(rest[at]); at++)
            {
                unit /= 10;
                ticks += (rest[at] - '0') * unit;
            }
            time = time.AddTicks(ticks);
            rest = rest[at..];
        }
        return TryZone(rest.Trim(), ref time);
    }

    private static bool TryZone(ReadOnlySpan<char> zone, ref DateTime time)
    {
        if (zone.Length == 0 || zone is "Z" or "z" or "UTC" or "GMT") return true;
        if (zone[0] is not ('+' or '-') || !Number(zone.Slice(1, Math.Min(2, zone.Length - 1)), out var hours)) return false;
        var minutes = 0;
        if (zone.Length > 3 && !Number(zone[3..].TrimStart(':'), out minutes)) return false;
        if (hours > 14 || minutes > 59 || time.Year is < 2 or > 9998) return false;
        var offset = TimeSpan.FromMinutes(hours * 60 + minutes);
        time = zone[0] == '+' ? time - offset : time + offset;
        return true;
    }

    private static bool Number(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        if (digits.Length is 0 or > 4) return false;
        foreach (var one in digits)
        {
            if (!char.IsAsciiDigit(one)) return false;
            number = number * 10 + one - '0';
        }
        return true;
    }
}
