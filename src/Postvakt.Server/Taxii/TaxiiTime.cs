using System.Globalization;

namespace Postvakt.Server.Taxii;

/// <summary>Times of TAXII: RFC 3339, UTC, with microseconds (TAXII 2.1, 2).</summary>
internal static class TaxiiTime
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Null for what is none.</summary>
    public static DateTimeOffset? Parse(string text) =>
        text.Length is > 10 and <= 40 && text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
