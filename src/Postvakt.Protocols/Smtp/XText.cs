using System.Globalization;
using System.Text;

namespace Postvakt.Protocols.Smtp;

/// <summary>xtext (RFC 3461 4): "+" and two hexadecimal digits stand for a byte.</summary>
internal static class XText
{
    /// <summary>Null if it is malformed, or holds control characters once decoded: they would break whatever the value is written into.</summary>
    public static string? Decode(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '+')
            {
                length += Encoding.UTF8.GetBytes(text.AsSpan(i, 1), bytes.AsSpan(length));
                continue;
            }
            if (i + 2 >= text.Length || !byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[length])) return null;
            length++;
            i += 2;
        }
        var decoded = WireText.Decode(bytes.AsSpan(0, length));
        return decoded.Any(char.IsControl) ? null : decoded;
    }

    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b is > (byte)' ' and < 0x7f and not ((byte)'+' or (byte)'=')) encoded.Append((char)b);
            else encoded.Append(CultureInfo.InvariantCulture, $"+{b:X2}");
        }
        return encoded.ToString();
    }
}
