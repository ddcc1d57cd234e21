using System.Text;

namespace Postvakt.Documents.Texts;

/// <summary>Bytes of a text file as characters, by its byte order mark, else UTF-8 where valid, else Latin-1 (every byte a character).</summary>
internal static class TextBytes
{
    /// <param name="most">Bytes that are read.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, int most = 8 << 20)
    {
        if (bytes.Length > most) bytes = bytes[..most];
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) return Encoding.UTF8.GetString(bytes[3..]);
        if (bytes is [0xFF, 0xFE, ..]) return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        if (bytes.Length >= 8 && bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0) return Encoding.Unicode.GetString(bytes);
        return System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }
}
