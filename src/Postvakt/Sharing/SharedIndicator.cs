using Postvakt.Indicators;

namespace Postvakt.Sharing;

/// <summary>An indicator with what is needed to act on it elsewhere.</summary>
/// <param name="Id">Its STIX id, "indicator--…"; several share one where a publisher put several values into one pattern.</param>
/// <param name="Indicator">host, url, address, file, sha256; from others also md5, sha1, subject.</param>
/// <param name="Confidence">0 to 100: how sure its producer is that it belongs to an attack.</param>
/// <param name="ValidUntil">No longer from then on; null: nobody said.</param>
public sealed record SharedIndicator(string Id, Indicator Indicator, int Confidence, DateTimeOffset ValidFrom, DateTimeOffset? ValidUntil)
{
    /// <summary>Types that are passed on. Those of <see cref="IndicatorText.Types"/> mail is looked through for; the others are read so that nothing is lost.</summary>
    public static readonly IReadOnlyList<string> Types = [.. IndicatorText.Types, "md5", "sha1", "subject"];

    /// <summary>Confidence of one whose producer says nothing. 50.</summary>
    public const int UsualConfidence = 50;

    public string Description { get; init; } = "";

    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Null where nobody said that it was seen.</summary>
    public Sightings? Seen { get; init; }

    /// <summary>Its producer took it back.</summary>
    public bool Revoked { get; init; }

    /// <summary>A value that somebody else wrote, as it is compared; null where it is none of the type.</summary>
    public static Indicator? Normal(string type, string value) => type switch
    {
        "md5" when IsDigest(value, 32) => new(type, value.ToLowerInvariant()),
        "sha1" when IsDigest(value, 40) => new(type, value.ToLowerInvariant()),
        "subject" when value.Length is > 0 and <= IndicatorText.MaxLength && !value.Any(char.IsControl) => new(type, value),
        _ => IndicatorText.Exact(type, value),
    };

    private static bool IsDigest(string value, int length) => value.Length == length && value.All(char.IsAsciiHexDigit);
}
