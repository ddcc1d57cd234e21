using System.Text;

namespace Postvakt.Protocols;

/// <summary>Text between NUL bytes. UTF-8 where it is valid (RFC 6531), else one character a byte, so that nothing is lost.</summary>
internal static class WireText
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>Takes the bytes before the next NUL; false if there is none.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> taken)
    {
        var end = rest.IndexOf((byte)0);
        if (end < 0)
        {
            taken = default;
            return false;
        }
        taken = rest[..end];
        rest = rest[(end + 1)..];
        return true;
    }

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return "";
        return System.Text.Unicode.Utf8.IsValid(bytes) ? Strict.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }
}
