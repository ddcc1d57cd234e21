using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Documents.Kinds;

/// <summary>
/// Tells what a file is by its content. The name decides only between kinds of text that look alike. Containers that share a signature (zip, compound
/// file) are told apart by their readers.
/// </summary>
internal static class FileSniffer
{
    /// <summary>Bytes at the beginning that text formats are told by.</summary>
    private const int HeadBytes = 4096;

    /// <summary>Bytes of XML in which its namespace is looked for. 1 MiB.</summary>
    private const int MaxFront = 1 << 20;

    public static FileKind Tell(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.IsEmpty) return FileKind.Empty;
        return BySignature(bytes) ?? ByText(bytes, name) ?? ByPosition(bytes) ?? FileKind.Unknown;
    }

    private static FileKind? BySignature(ReadOnlySpan<byte> b) => b switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] or [(byte)'P', (byte)'K', 7, 8, (byte)'P', (byte)'K', ..] => FileKind.Zip,
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => FileKind.Compound,
        [(byte)'M', (byte)'Z', ..] when ProgramHeader.Read(b) is { } header => header.IsLibrary ? FileKind.Dll : FileKind.Exe,
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => FileKind.Elf,
        [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => FileKind.SevenZip,
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', 0x1A, 7, ..] => FileKind.Rar,
        [0x1F, 0x8B, 8, ..] => FileKind.Gzip,
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..] => FileKind.Bzip2,
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => FileKind.Xz,
        [(byte)'M', (byte)'S', (byte)'C', (byte)'F', 0, 0, 0, 0, ..] => FileKind.Cab,
        [0x60, 0xEA, ..] when b.Length > 34 && b[2] is >= 0x1E and < 0xFF && b[3] <= 0x0A => FileKind.Arj,
        [_, _, (byte)'-', (byte)'l', (byte)'h' or (byte)'z', _, (byte)'-', ..] => FileKind.Lzh,
        [_, _, _, _, _, _, _, (byte)'*', (byte)'*', (byte)'A', (byte)'C', (byte)'E', (byte)'*', (byte)'*', ..] => FileKind.Ace,
        [0x78, 0x9F, 0x3E, 0x22, ..] => FileKind.Tnef,
        [0xE4, 0x52, 0x5C, 0x7B, 0x8C, 0xD8, 0xA7, 0x4D, ..] => FileKind.OneNote,
        [0x4C, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xC0, ..] => FileKind.Lnk,
        [(byte)'I', (byte)'T', (byte)'S', (byte)'F', ..] => FileKind.Chm,
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => FileKind.Png,
        [0xFF, 0xD8, 0xFF, ..] => FileKind.Jpeg,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => FileKind.Gif,
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => FileKind.Bmp,
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => FileKind.Tiff,
        [1, 0, 0, 0, ..] when b.Length > 44 && b.Slice(40, 4).SequenceEqual(" EMF"u8) => FileKind.Emf,
        [0xD7, 0xCD, 0xC6, 0x9A, ..] => FileKind.Emf,
        [(byte)'c', (byte)'o', (byte)'n', (byte)'e', (byte)'c', (byte)'t', (byte)'i', (byte)'x', ..] => FileKind.Vhd,
        [(byte)'v', (byte)'h', (byte)'d', (byte)'x', (byte)'f', (byte)'i', (byte)'l', (byte)'e', ..] => FileKind.Vhdx,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] or [(byte)'I', (byte)'D', (byte)'3', ..] or [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] or [0x1A, 0x45, 0xDF, 0xA3, ..] => FileKind.Media,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => FileKind.Media,
        [(byte)'A', (byte)'c', (byte)'t', (byte)'i', (byte)'v', (byte)'e', (byte)'M', (byte)'i', (byte)'m', (byte)'e', ..] => FileKind.ActiveMime,
        _ => null,
    };

    /// <summary>Formats whose mark stands further in.</summary>
    private static FileKind? ByPosition(ReadOnlySpan<byte> bytes)
    {
        foreach (var kind in (ReadOnlySpan<FileKind>)[FileKind.Pdf, FileKind.Iso, FileKind.Udf, FileKind.Tar, FileKind.Vhd, FileKind.Fat])
        {
            if (IsAt(kind, bytes)) return kind;
        }
        return null;
    }

    /// <summary>Whether the mark of such a format stands in its place.</summary>
    public static bool IsAt(FileKind kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        // PDF 2.0 7.5.2 with the implementation note: the header may stand in the first 1,024 bytes.
        FileKind.Pdf => bytes[..Math.Min(bytes.Length, 1024 + 5)].IndexOf("%PDF-"u8) >= 0,
        // ECMA-119 8.1: volume descriptors begin at sector 16.
        FileKind.Iso => bytes.Length > 0x8006 && bytes.Slice(0x8001, 5).SequenceEqual("CD001"u8),
        FileKind.Udf => IsUdf(bytes),
        FileKind.Tar => bytes.Length > 262 && bytes.Slice(257, 5).SequenceEqual("ustar"u8),
        FileKind.Vhd => bytes.Length >= 1024 && bytes[^512..].StartsWith("conectix"u8),
        // A boot sector of FAT or NTFS, or a partition table: [MS-FAT] 3.1.
        FileKind.Fat => bytes.Length >= 512 && bytes[510] == 0x55 && bytes[511] == 0xAA && (bytes[0] is 0xEB or 0xE9 || IsPartitionTable(bytes)),
        _ => false,
    };

    /// <summary>ECMA-167 2/9.1: a UDF disc has an NSR descriptor among its volume descriptors.</summary>
    private static bool IsUdf(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0x8001; at < 0x8001 + 16 * 2048 && at + 5 <= bytes.Length; at += 2048)
        {
            if (bytes.Slice(at, 4).SequenceEqual("NSR0"u8) || bytes.Slice(at, 5).SequenceEqual("BEA01"u8)) return true;
        }
        return false;
    }

    private static bool IsPartitionTable(ReadOnlySpan<byte> b)
    {
        for (var at = 446; at < 510; at += 16)
        {
            if (b[at] is not (0 or 0x80)) return false;
        }
        return b[450] != 0 && BinaryPrimitives.ReadUInt32LittleEndian(b[458..]) > 0;
    }

    private static FileKind? ByText(ReadOnlySpan<byte> bytes, string name)
    {
        // Blanks in front move nothing out of sight.
        var blank = Math.Max(0, bytes.IndexOfAnyExcept(" \t\r\n\f"u8));
        var head = bytes.Slice(blank, Math.Min(bytes.Length - blank, HeadBytes));
        // A short text blown up with zeros is a text still; one zero at the end may be half a letter of UTF-16.
        if (head.TrimEnd((byte)0) is { IsEmpty: false } filled && filled.Length + 1 < head.Length) head = filled;
        if (Text(head) is not { } text) return null;
        var start = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n', '\0');
        // PDF 1.7 implementation note 13: readers take a header within the first 1,024 bytes. Text about PDF has no objects.
        if (start.StartsWith("%PDF-", StringComparison.Ordinal) || text.AsSpan(0, Math.Min(text.Length, 1024)).Contains("%PDF-", StringComparison.Ordinal) && bytes.IndexOf("endobj"u8) >= 0) return FileKind.Pdf;
        if (start.StartsWith(@"{\rt", StringComparison.OrdinalIgnoreCase)) return FileKind.Rtf;
        if (start.StartsWith("ID;P", StringComparison.Ordinal)) return FileKind.Slk;
        if (start.StartsWith("#@~^", StringComparison.Ordinal)) return FileKind.EncodedScript;
        if (start.StartsWith('<') && OfficeXml(bytes) is { } office) return office;
        if (Has(start, "<?mso-application progid=\"Word.Document\"") || Has(start, "http://schemas.microsoft.com/office/word/2003/wordml") || Has(start, "<pkg:package")) return FileKind.WordXml;
        if (Has(start, "<?mso-application progid=\"Excel.Sheet\"") || Has(start, "urn:schemas-microsoft-com:office:spreadsheet")) return FileKind.ExcelXml;
        if (MailHead(start) is { } mail) return mail;
        if (Has(start, "<hta:application")) return FileKind.Hta;
        var extension = FileNameKinds.Extension(name);
        if (Has(start, "<svg") && (Has(start, "http://www.w3.org/2000/svg") || extension == "svg") && !Has(start, "<html")) return FileKind.Svg;
        if (start.StartsWith('<') && (Has(start, "<job") || Has(start, "<package") || Has(start, "<scriptlet") || Has(start, "<component")) && Has(start, "<script")) return extension == "hta" ? FileKind.Hta : FileKind.WindowsScript;
        if (Has(start, "<!doctype html") || Has(start, "<html") || Has(start, "<head") || Has(start, "<body") || (start.StartsWith('<') && (Has(start, "<script") || Has(start, "<meta") || Has(start, "<iframe"))))
            return extension == "hta" ? FileKind.Hta : FileKind.Html;
        if (start.StartsWith("[InternetShortcut]", StringComparison.OrdinalIgnoreCase)) return FileKind.InternetShortcut;
        if (start.StartsWith("<?xml", StringComparison.Ordinal)) return FileKind.Xml;
        if (FileNameKinds.TextKind(extension) is { } named) return named;
        return FileNameKinds.IsReading(extension) ? FileKind.Text : ScriptLook.Tell(text) ?? FileKind.Text;
    }

    /// <summary>XML of Word and Excel by the namespace of its elements, which may stand behind a long comment.</summary>
    private static FileKind? OfficeXml(ReadOnlySpan<byte> bytes)
    {
        var front = bytes[..Math.Min(bytes.Length, MaxFront)];
        if (front.IndexOf("=\"http://schemas.microsoft.com/office/word/2003/wordml\""u8) >= 0 || front.IndexOf("=\"http://schemas.microsoft.com/office/2006/xmlPackage\""u8) >= 0) return FileKind.WordXml;
        return front.IndexOf("=\"urn:schemas-microsoft-com:office:spreadsheet\""u8) >= 0 ? FileKind.ExcelXml : null;
    }

    /// <summary>RFC 5322: lines of "Name: value" before anything else.</summary>
    private static FileKind? MailHead(ReadOnlySpan<char> start)
    {
        var fields = 0;
        var mime = false;
        var number = 0;
        foreach (var line in start.EnumerateLines())
        {
            if (line.IsEmpty || ++number > 60) break;
            if (line[0] is ' ' or '\t') continue;
            if (number == 1 && line.StartsWith("From ")) continue;
            var colon = line.IndexOf(':');
            if (colon is <= 0 or > 60 || line[..colon].ContainsAny(' ', '<', '{')) return null;
            var field = line[..colon];
            mime |= field.Equals("MIME-Version", StringComparison.OrdinalIgnoreCase);
            foreach (var known in MailFields)
            {
                if (field.Equals(known, StringComparison.OrdinalIgnoreCase)) fields++;
            }
        }
        if (mime && Has(start, "multipart/related") && !Has(start, "\nReceived:") && !Has(start, "\nTo:")) return FileKind.Mht;
        return fields >= 3 ? FileKind.Eml : mime ? FileKind.Mht : null;
    }

    private static readonly string[] MailFields = ["From", "To", "Subject", "Date", "Message-ID", "Received", "Return-Path", "MIME-Version", "Delivered-To"];

    private static bool Has(ReadOnlySpan<char> text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The head as characters, if it is text: UTF-16 with a mark or in its shape, else bytes of which few are controls.</summary>
    private static string? Text(ReadOnlySpan<byte> head)
    {
        if (head is [0xFF, 0xFE, ..]) return Encoding.Unicode.GetString(head[2..]);
        if (head is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode.GetString(head[2..]);
        if (head.Length >= 8 && head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0 && head[5] == 0 && head[7] == 0) return Encoding.Unicode.GetString(head);
        var controls = 0;
        foreach (var b in head)
        {
            if (b < 32 && b is not (9 or 10 or 12 or 13 or 27)) controls++;
        }
        return controls * 50 > head.Length ? null : Encoding.Latin1.GetString(head);
    }
}
