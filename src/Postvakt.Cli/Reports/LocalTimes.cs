using System.Globalization;

namespace Postvakt.Cli.Reports;

/// <summary>Times as the reader's clock shows them; the page names the zone once.</summary>
internal sealed class LocalTimes(TimeZoneInfo zone)
{
    public string Zone(DateTimeOffset at)
    {
        var offset = zone.GetUtcOffset(at);
        return offset == TimeSpan.Zero ? "UTC" : $"UTC{(offset < TimeSpan.Zero ? "-" : "+")}{offset:hh\\:mm}";
    }

    /// <summary>Wed 4 Nov 2026, 08:52.</summary>
    public string Moment(DateTimeOffset at) => Write(at, "ddd d MMM yyyy, HH:mm");

    public string Day(DateTimeOffset at) => Write(at, "d MMM");

    public string Year(DateTimeOffset at) => Write(at, "yyyy");

    public string Clock(DateTimeOffset at) => Write(at, "HH:mm");

    /// <summary>For machines.</summary>
    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private string Write(DateTimeOffset at, string format) => TimeZoneInfo.ConvertTime(at, zone).ToString(format, CultureInfo.InvariantCulture);
}
