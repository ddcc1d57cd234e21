using System.Text;
using Postvakt.Documents.Bytes;

namespace Postvakt.Documents.Excel.Biff;

/// <summary>The address of a hyperlink object ([MS-OSHARED] 2.3.7.1).</summary>
internal static class HyperlinkRecord
{
    private static readonly Guid UrlMoniker = new("79EAC9E0-BAF9-11CE-8C82-00AA004BA90B");
    private static readonly Guid FileMoniker = new("00000303-0000-0000-C000-000000000046");

    /// <param name="content">From the stream version on.</param>
    /// <returns>Empty for a place in the workbook itself.</returns>
    public static string Address(ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader(content);
        reader.Skip(4);
        var flags = reader.UInt32();
        if ((flags & 0x10) != 0) _ = Text(ref reader);
        if ((flags & 0x80) != 0) _ = Text(ref reader);
        if ((flags & 0x01) == 0) return "";
        if ((flags & 0x100) != 0) return Text(ref reader);
        var kind = new Guid(reader.Take(16));
        if (kind == UrlMoniker) return UpToZero(Encoding.Unicode.GetString(reader.Take(reader.Length32())));
        if (kind != FileMoniker) return "";
        var up = Math.Min((int)reader.UInt16(), 16);
        var ansi = Encoding.Latin1.GetString(reader.Take(reader.Length32()));
        reader.Skip(24);
        var path = UpToZero(ansi);
        if (reader.Left >= 4 && reader.Int32() > 6)
        {
            var size = reader.Length32();
            reader.Skip(2);
            path = UpToZero(Encoding.Unicode.GetString(reader.Take(Math.Min(size, reader.Left))));
        }
        return string.Concat(Enumerable.Repeat(@"..\", up)) + path;
    }

    private static string Text(ref ByteReader reader)
    {
        var length = reader.UInt32();
        return UpToZero(Encoding.Unicode.GetString(reader.Take((int)Math.Min(2L * length, int.MaxValue))));
    }

    private static string UpToZero(string text) => text.IndexOf('\0', StringComparison.Ordinal) is var end && end >= 0 ? text[..end] : text;
}
