using System.Globalization;
using System.Net;

namespace Postvakt.Indicators;

/// <summary>Indicators as people write them: "host:evil.example", "hxxps[:]//evil[.]example/1", a digest, an address, a file's name. Values come out normalised.</summary>
public static class IndicatorText
{
    /// <summary>Types that mail is looked through for.</summary>
    public static readonly IReadOnlyList<string> Types = ["host", "url", "address", "file", "sha256"];

    /// <summary>Characters of one. 900: longer links are cut by those who send them.</summary>
    public const int MaxLength = 900;

    /// <summary>The indicator, or null for what is none.</summary>
    public static Indicator? Parse(string text)
    {
        text = text.Trim();
        if (text.Length is 0 or > MaxLength || text.Any(char.IsControl)) return null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var type = colon > 0 ? text[..colon].ToLowerInvariant() : "";
        return Types.Contains(type) ? Normal(type, Fanged(text[(colon + 1)..].Trim())) : Guess(Fanged(text));
    }

    /// <summary>A value of a type that a program wrote, taken as it stands: nothing in it was made harmless to look at. Null where it is none of that type.</summary>
    /// <param name="type">One of <see cref="Types"/>.</param>
    public static Indicator? Exact(string type, string value) => value.Length is 0 or > MaxLength || value.Any(char.IsControl) || !Types.Contains(type) ? null : Normal(type, value.Trim());

    /// <summary>The value of a known type as mail is looked through for it; null where it is none of that type.</summary>
    private static Indicator? Normal(string type, string value) => type switch
    {
        "host" => Host(value) is { } host ? new Indicator("host", host) : null,
        "url" => Url(value) is { } url ? new Indicator("url", url) : null,
        "address" => IsAddress(value) ? new Indicator("address", value.ToLowerInvariant()) : null,
        "sha256" => IsDigest(value) ? new Indicator("sha256", value.ToLowerInvariant()) : null,
        // A whole name: no path, no pattern.
        _ => value.Length is > 0 and <= 255 && value.AsSpan().IndexOfAny("/\\*?") < 0 ? new Indicator("file", value.ToLowerInvariant()) : null,
    };

    private static Indicator? Guess(string value) =>
        value.Contains("://", StringComparison.Ordinal) ? Normal("url", value) : IsDigest(value) ? Normal("sha256", value) : IsAddress(value) ? Normal("address", value) : Normal("host", value);

    /// <summary>As it was before somebody made it harmless to look at; see <see cref="Defanged"/>.</summary>
    private static string Fanged(string text)
    {
        text = text.Replace("[.]", ".", StringComparison.Ordinal).Replace("(.)", ".", StringComparison.Ordinal).Replace("[:]", ":", StringComparison.Ordinal).Replace("[@]", "@", StringComparison.Ordinal).Replace("[://]", "://", StringComparison.Ordinal);
        return text.StartsWith("hxxp", StringComparison.OrdinalIgnoreCase) ? "http" + text[4..] : text;
    }

    /// <summary>Lower case, international names as they stand in the DNS (RFC 5890); a name of one label is nobody's.</summary>
    private static string? Host(string value)
    {
        value = value.TrimEnd('.');
        if (IPAddress.TryParse(value.Trim('[', ']'), out var address)) return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : value.Count(c => c == '.') == 3 ? address.ToString() : null;
        if (value.Length > 253 || !value.Contains('.', StringComparison.Ordinal)) return null;
        try
        {
            var ascii = new IdnMapping().GetAscii(value).ToLowerInvariant();
            return Uri.CheckHostName(ascii) == UriHostNameType.Dns ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? Url(string value)
    {
        if (!value.Contains("://", StringComparison.Ordinal)) value = "http://" + value;
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https" or "ftp") || Host(uri.IdnHost) is not { } host) return null;
        var after = value.IndexOf("://", StringComparison.Ordinal) + 3;
        var path = value.AsSpan(after).IndexOfAny('/', '?', '#') is var at and >= 0 ? value[(after + at)..] : "/";
        return $"{uri.Scheme}://{host}{(uri.IsDefaultPort ? "" : ":" + uri.Port.ToString(CultureInfo.InvariantCulture))}{(path[0] == '/' ? "" : "/")}{path}";
    }

    private static bool IsAddress(string value) => value.Length <= 320 && value.IndexOf('@', StringComparison.Ordinal) is var at and > 0 && value.LastIndexOf('@') == at && !value.Any(char.IsWhiteSpace) && Host(value[(at + 1)..]) is not null;

    private static bool IsDigest(string value) => value.Length == 64 && value.All(char.IsAsciiHexDigit);
}
