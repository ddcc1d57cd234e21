using System.Text;

namespace Postvakt.Documents.Texts;

/// <summary>Bytes of a text file as characters, by its byte order mark, else UTF-8 where valid, else Latin-1 (every byte a character).</summary>
internal static class TextBytes
{
    /// <param name="most">Bytes that are read.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, int most = 8 << 20)
    {
        // A character that the cut goes through must not make all of it Latin-1.
        if (bytes.Length > most) bytes = bytes[..(most - Torn(bytes, most))];
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) return Encoding.UTF8.GetString(bytes[3..]);
        if (bytes is [0xFF, 0xFE, ..]) return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        if (bytes.Length >= 8 && bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0) return Encoding.Unicode.GetString(bytes);
        return System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }

    /// <summary>Beginning and end of a text, where filling may stand in front of what matters or behind it.</summary>
    /// <param name="most">Bytes that are read, half of them from the end.</param>
    public static string DecodeEnds(ReadOnlySpan<byte> bytes, int most)
    {
        if (bytes.Length <= most) return Decode(bytes, most);
        var from = (bytes.Length - most / 2) & ~1;
        while (from < bytes.Length && (bytes[from] & 0xC0) == 0x80 && from < bytes.Length - most / 2 + 4) from++;
        var head = Decode(bytes, most / 2);
        var wide = bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || bytes[1] == 0;
        // The mark at the beginning holds for the end as well.
        return head + "\n" + (wide ? Decode([.. bytes[..2], .. bytes[((bytes.Length - most / 2) & ~1)..]], most) : Decode(bytes[from..], most));
    }

    /// <summary>How many bytes of a UTF-8 character stand before a cut that goes through it.</summary>
    private static int Torn(ReadOnlySpan<byte> bytes, int cut)
    {
        if ((bytes[cut] & 0xC0) != 0x80) return 0;
        for (var back = 1; back <= 3 && back < cut; back++)
        {
            if ((bytes[cut - back] & 0xC0) == 0xC0) return back;
        }
        return 0;
    }
}
