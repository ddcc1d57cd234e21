using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Postvakt.Documents.Scans.Metadata;

/// <summary>
/// Exif (JEITA CP-3451, TIFF 6.0): the two directories that say what made a picture. No other one is followed, and no offset is believed beyond the
/// block, so that directories which lead to each other end.
/// </summary>
internal ref struct ExifReader
{
    private const int MaxEntries = 200;
    private const ushort ExifDirectory = 0x8769;

    private readonly ReadOnlySpan<byte> _block;
    private readonly bool _big;

    private ExifReader(ReadOnlySpan<byte> block, bool big)
    {
        _block = block;
        _big = big;
    }

    public static void Read(FileMetadata metadata, ReadOnlySpan<byte> block)
    {
        if (block.Length < 8 || block[0] != block[1] || block[0] is not ((byte)'I' or (byte)'M')) return;
        var reader = new ExifReader(block, block[0] == 'M');
        var further = reader.Directory(metadata, reader.Number32(4));
        if (further > 0) reader.Directory(metadata, further);
    }

    private static string? Name(ushort tag) => tag switch
    {
        0x0100 => "ImageWidth", 0x0101 => "ImageHeight", 0x010E => "ImageDescription", 0x010F => "Make", 0x0110 => "Model", 0x0131 => "Software", 0x0132 => "ModifyDate", 0x013B => "Artist", 0x8298 => "Copyright",
        0x9003 => "DateTimeOriginal", 0x9004 => "CreateDate", 0x9286 => "UserComment", 0xA002 => "ExifImageWidth", 0xA003 => "ExifImageHeight", 0xA433 => "LensMake", 0xA434 => "LensModel",
        _ => null,
    };

    /// <returns>Where the Exif directory lies; 0 when this one does not say.</returns>
    private readonly long Directory(FileMetadata metadata, long at)
    {
        if (at < 8 || at + 2 > _block.Length) return 0;
        var (count, further) = (Math.Min(Number16(at), MaxEntries), 0L);
        for (var i = 0; i < count && at + 2 + (i + 1) * 12L <= _block.Length; i++)
        {
            var entry = at + 2 + i * 12L;
            var (tag, type, items) = ((ushort)Number16(entry), Number16(entry + 2), Number32(entry + 4));
            if (tag == ExifDirectory) further = Number32(entry + 8);
            else if (Name(tag) is { } name && Value(type, items, entry + 8) is { Length: > 0 } value) metadata.Add(name, value);
        }
        return further;
    }

    /// <summary>Types 2 ASCII, 3 short, 4 long, 7 undefined; up to four bytes stand in the entry itself.</summary>
    private readonly string? Value(int type, long items, long at)
    {
        if (type == 3) return Number16(at).ToString(CultureInfo.InvariantCulture);
        if (type == 4) return Number32(at).ToString(CultureInfo.InvariantCulture);
        if (type is not (2 or 7)) return null;
        var from = items <= 4 ? at : Number32(at);
        if (from < 0 || from >= _block.Length) return null;
        var bytes = _block.Slice((int)from, (int)Math.Min(Math.Min(items, 4_096), _block.Length - from));
        // UserComment: eight bytes name the code.
        if (type == 7) return bytes.Length <= 8 ? null : bytes.StartsWith("UNICODE\0"u8) ? (_big ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(bytes[8..]) : Encoding.UTF8.GetString(bytes[8..]);
        return Encoding.UTF8.GetString(bytes);
    }

    private readonly int Number16(long at) => _big ? BinaryPrimitives.ReadUInt16BigEndian(_block[(int)at..]) : BinaryPrimitives.ReadUInt16LittleEndian(_block[(int)at..]);

    private readonly long Number32(long at) => _big ? BinaryPrimitives.ReadUInt32BigEndian(_block[(int)at..]) : BinaryPrimitives.ReadUInt32LittleEndian(_block[(int)at..]);
}
