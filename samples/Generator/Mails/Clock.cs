namespace Postvakt.Samples.Mails;

/// <summary>The time zones of the sample, by rule and not by the machine's zone data, so that the bytes stay the same.</summary>
internal static class Clock
{
    /// <summary>Times in the text files are those of Stockholm.</summary>
    public static DateTimeOffset FromStockholm(DateTime local, string zone)
    {
        var utc = local - Offset("CET", local.AddHours(-1));
        return new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).ToOffset(Offset(zone, utc));
    }

    public static DateTimeOffset In(string zone, DateTimeOffset time) => time.ToOffset(Offset(zone, time.UtcDateTime));

    private static TimeSpan Offset(string zone, DateTime utc)
    {
        if (zone == "JST")
        {
            return TimeSpan.FromHours(9);
        }

        var winter = zone switch { "GMT" => 0, "CET" => 1, "EET" => 2, _ => throw new InvalidDataException($"zone {zone}?") };
        var isSummer = utc >= LastSunday(utc.Year, 3).AddHours(1) && utc < LastSunday(utc.Year, 10).AddHours(1);
        return TimeSpan.FromHours(winter + (isSummer ? 1 : 0));
    }

    private static DateTime LastSunday(int year, int month)
    {
        var last = new DateTime(year, month, 31, 0, 0, 0, DateTimeKind.Utc);
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
