using System.Globalization;

namespace Postvakt.Sharing.Stix;

/// <summary>Times as STIX has them (RFC 3339, UTC, milliseconds).</summary>
internal static class StixTime
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Null for what is none.</summary>
    public static DateTimeOffset? Parse(string text) =>
        text.Length <= 40 && text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>Without what is smaller than a millisecond: a time that is written and read is the same.</summary>
    public static DateTimeOffset Round(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
}
