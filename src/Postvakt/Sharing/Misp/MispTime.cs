using System.Globalization;

namespace Postvakt.Sharing.Misp;

/// <summary>Times as MISP has them: seconds since 1970 in a text, or ISO 8601.</summary>
internal static class MispTime
{
    public static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);

    /// <summary>Either of both; null for what is none.</summary>
    public static DateTimeOffset? Parse(string text) =>
        text.Length is 0 or > 40 ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
