using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;

namespace Postvakt.Documents.Scans.Metadata;

/// <summary>Sizes and texts of pictures, from their headers: no pixel is decoded.</summary>
internal static class PictureMetadata
{
    private const int MaxSegments = 1_000;

    /// <summary>ISO 15948 5 and 11.</summary>
    public static void Png(FileMetadata metadata, ReadOnlyMemory<byte> content, Budget budget)
    {
        var bytes = content.Span;
        var (at, ended) = (8, false);
        for (var chunks = 0; chunks < MaxSegments && at + 12 <= bytes.Length && !ended; chunks++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            if (length > bytes.Length - at - 12) break;
            var kind = bytes.Slice(at + 4, 4);
            var data = content.Slice(at + 8, (int)length);
            if (kind.SequenceEqual("IHDR"u8) && length >= 8) Size(metadata, BinaryPrimitives.ReadUInt32BigEndian(data.Span), BinaryPrimitives.ReadUInt32BigEndian(data.Span[4..]));
            else if (kind.SequenceEqual("tEXt"u8)) Text(metadata, data.Span);
            else if (kind.SequenceEqual("eXIf"u8)) ExifReader.Read(metadata, data.Span);
            else if (kind.SequenceEqual("iCCP"u8) && data.Span.IndexOf((byte)0) is var end and >= 0 && end + 4 < data.Length) Profile(metadata, data[(end + 2)..], budget);
            ended = kind.SequenceEqual("IEND"u8);
            at += 12 + (int)length;
        }
        if (!ended) metadata.Add("Warning", "Truncated PNG image");
    }

    /// <summary>ISO 10918-1 B.1: markers up to the picture itself.</summary>
    public static void Jpeg(FileMetadata metadata, ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        for (var segments = 0; segments < MaxSegments && at + 4 <= bytes.Length && bytes[at] == 0xFF; segments++)
        {
            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }
            if (marker is 0xDA or 0xD9) return;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (length < 2 || at + 2 + length > bytes.Length) return;
            var data = bytes.Slice(at + 4, length - 2);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && data.Length >= 5) Size(metadata, BinaryPrimitives.ReadUInt16BigEndian(data[3..]), BinaryPrimitives.ReadUInt16BigEndian(data[1..]));
            else if (marker == 0xE1 && data.StartsWith("Exif\0\0"u8)) ExifReader.Read(metadata, data[6..]);
            else if (marker == 0xE2 && data.StartsWith("ICC_PROFILE\0"u8) && data.Length > 14) Profile(metadata, data[14..]);
            else if (marker == 0xFE) metadata.Add("Comment", Encoding.UTF8.GetString(data));
            at += 2 + length;
        }
    }

    public static void Simple(FileMetadata metadata, FileKind kind, ReadOnlySpan<byte> bytes)
    {
        if (kind == FileKind.Gif && bytes.Length >= 10) Size(metadata, BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]));
        if (kind == FileKind.Bmp && bytes.Length >= 26) Size(metadata, BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(bytes[22..])));
    }

    private static void Size(FileMetadata metadata, long width, long height)
    {
        metadata.Add("ImageWidth", width);
        metadata.Add("ImageHeight", height);
    }

    /// <summary>11.3.3.2: keyword, zero, text.</summary>
    private static void Text(FileMetadata metadata, ReadOnlySpan<byte> data)
    {
        if (data.IndexOf((byte)0) is not (var zero and > 0)) return;
        var key = Encoding.Latin1.GetString(data[..Math.Min(zero, 79)]).Replace(" ", "", StringComparison.Ordinal);
        metadata.Add(key, Encoding.Latin1.GetString(data[(zero + 1)..]));
    }

    private static void Profile(FileMetadata metadata, ReadOnlyMemory<byte> packed, Budget budget)
    {
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed.ToArray(), false), CompressionMode.Decompress);
            var head = new byte[128];
            var filled = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            budget.Look();
            Profile(metadata, head.AsSpan(0, filled));
        }
        catch (InvalidDataException)
        {
            // A broken profile says nothing.
        }
    }

    /// <summary>ICC.1 7.2: the maker of the device stands at 48.</summary>
    private static void Profile(FileMetadata metadata, ReadOnlySpan<byte> profile)
    {
        if (profile.Length < 84 || !profile.Slice(36, 4).SequenceEqual("acsp"u8)) return;
        var maker = Encoding.Latin1.GetString(profile.Slice(48, 4)).Trim('\0', ' ');
        if (maker.Length > 0) metadata.Add("DeviceManufacturer", maker.ToUpperInvariant() switch { "APPL" => "Apple Computer Inc.", "ADBE" => "Adobe Systems Inc.", "MSFT" => "Microsoft Corporation", "HP" => "Hewlett-Packard", "IEC" => "IEC", var other => other });
    }
}
