using System.Text;
using Postvakt.Indicators;

namespace Postvakt.Sharing.Lists;

/// <summary>Lists of others as text, and what stands in them as indicators.</summary>
internal static class ListText
{
    /// <summary>The text, or null and why not. What is not UTF-8 is replaced.</summary>
    public static string? Of(ReadOnlyMemory<byte> bytes, ReadingLimits limits, out string fault)
    {
        fault = bytes.Length > limits.MaxBytes ? FormattableString.Invariant($"larger than {limits.MaxBytes} bytes") : "";
        return fault.Length > 0 ? null : Encoding.UTF8.GetString(bytes.Span).TrimStart('\uFEFF');
    }

    /// <summary>Taken as it stands, else as somebody made it harmless to look at; null for none.</summary>
    /// <param name="type">One of <see cref="SharedIndicator.Types"/> or a word that others use for one; empty: what it looks like.</param>
    public static Indicator? Parse(string type, string value)
    {
        value = value.Trim();
        if (value.Length == 0) return null;
        return Ours(type) is not { } known ? null
            : known.Length == 0 ? Guess(value)
            : SharedIndicator.Normal(known, value) ?? (IndicatorText.Types.Contains(known) ? IndicatorText.Parse($"{known}:{value}") : null);
    }

    private static Indicator? Guess(string value) => SharedIndicator.Normal("md5", value) ?? SharedIndicator.Normal("sha1", value) ?? IndicatorText.Parse(value);

    private static string? Ours(string type) => type switch
    {
        "" => "",
        "domain" or "hostname" or "fqdn" or "ip" or "ipv4" or "ipv6" or "ip-dst" or "domain-name" or "ipv4-addr" or "ipv6-addr" => "host",
        "uri" or "link" => "url",
        "email" or "email-src" or "email-addr" or "sender" => "address",
        "filename" or "file-name" => "file",
        "sha-256" or "filehash-sha256" or "sha256_hash" => "sha256",
        "sha-1" or "filehash-sha1" => "sha1",
        "filehash-md5" => "md5",
        _ when SharedIndicator.Types.Contains(type) => type,
        _ => null,
    };
}
