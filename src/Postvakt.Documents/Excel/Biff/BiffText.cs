using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Excel.Biff;

/// <summary>Strings of records that are not continued ([MS-XLS] 2.5.294 on): one byte a character, or two when their flag says so.</summary>
internal static class BiffText
{
    /// <summary>Characters alone, after their flag.</summary>
    public static string Chars(ref ByteReader reader, int length)
    {
        var flags = reader.Byte();
        // Formatting and phonetic parts have their counts before the characters, and follow them.
        if ((flags & 0x08) != 0) reader.Skip(2);
        if ((flags & 0x04) != 0) reader.Skip(4);
        return (flags & 1) != 0 ? Encoding.Unicode.GetString(reader.Take(2 * length)) : Encoding.Latin1.GetString(reader.Take(length));
    }

    public static string Short(ref ByteReader reader, bool old) => reader.Byte() is var length && old ? Encoding.Latin1.GetString(reader.Take(length)) : Chars(ref reader, length);

    public static string Long(ref ByteReader reader, bool old)
    {
        var length = reader.UInt16();
        return old ? Encoding.Latin1.GetString(reader.Take(Math.Min(length, reader.Left))) : Chars(ref reader, length);
    }

    /// <summary>As much of a string as its record holds.</summary>
    public static string Most(ReadOnlySpan<byte> content, int at, bool old)
    {
        if (at + 2 > content.Length) return "";
        var reader = new ByteReader(content);
        reader.MoveTo(at);
        try
        {
            return Long(ref reader, old);
        }
        catch (MalformedException)
        {
            return old ? "" : Encoding.Latin1.GetString(content[Math.Min(content.Length, at + 3)..]);
        }
    }
}
