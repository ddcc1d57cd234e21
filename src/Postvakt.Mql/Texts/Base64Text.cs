using System.Text;

namespace Postvakt.Mql.Texts;

/// <summary>Texts that stand in base64 (RFC 4648) inside other texts.</summary>
internal static class Base64Text
{
    /// <summary>Characters of a run. Shorter ones are words.</summary>
    private const int Shortest = 8;

    private static readonly UTF8Encoding Strict = new(false, true);
    private static readonly UnicodeEncoding StrictWide = new(false, false, true);

    /// <summary>The whole text; null when it is no base64 of a text.</summary>
    public static string? Decode(string text)
    {
        var run = text.Trim();
        var pad = run.Length - run.TrimEnd('=').Length;
        return Read(run[..^pad], pad, false, null) ?? Read(run[..^pad], pad, true, null);
    }

    /// <param name="url">The alphabet of addresses (- and _) in place of + and /.</param>
    /// <param name="ignorePadding">Runs whose length is no multiple of four are read too.</param>
    /// <param name="encodings">ascii, utf8, utf16-le; the first that fits. utf8 when null.</param>
    public static IEnumerable<string> Scan(string text, bool url, bool ignorePadding, string[]? encodings)
    {
        var found = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && IsLetter(text[at], url)) at++;
            var end = at;
            while (at < text.Length && at - end < 2 && text[at] == '=' && end > start) at++;
            if (end - start >= Shortest - 2 && at - start >= Shortest && (ignorePadding || (at - start) % 4 == 0) && Read(text[start..end], at - end, url, encodings) is { } decoded) found.Add(decoded);
            if (at == start) at++;
        }
        return found;
    }

    private static bool IsLetter(char c, bool url) => char.IsAsciiLetterOrDigit(c) || (url ? c is '-' or '_' : c is '+' or '/');

    private static string? Read(string run, int pad, bool url, string[]? encodings)
    {
        if (run.Length % 4 == 1 || (pad > 0 && (run.Length + pad) % 4 != 0)) return null;
        var normal = (url ? run.Replace('-', '+').Replace('_', '/') : run) + (run.Length % 4) switch { 2 => "==", 3 => "=", _ => "" };
        var bytes = new byte[normal.Length / 4 * 3];
        if (!Convert.TryFromBase64String(normal, bytes, out var count)) return null;
        foreach (var encoding in encodings ?? ["utf8"])
            if (Text(bytes.AsSpan(0, count), encoding) is { } text) return text;
        return null;
    }

    private static string? Text(ReadOnlySpan<byte> bytes, string encoding)
    {
        try
        {
            var text = encoding.ToLowerInvariant() switch
            {
                "ascii" => Ascii.IsValid(bytes) ? Encoding.ASCII.GetString(bytes) : null,
                "utf8" or "utf-8" => Strict.GetString(bytes),
                "utf16-le" or "utf16" => StrictWide.GetString(bytes),
                _ => null,
            };
            // Bytes that are no text often are valid UTF-8 by chance; control characters give them away.
            return text is not null && !text.Any(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n')) ? text : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        catch (ArgumentException)
        {
            // An odd number of bytes is no UTF-16.
            return null;
        }
    }
}
