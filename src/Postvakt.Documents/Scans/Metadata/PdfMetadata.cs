using System.Globalization;
using System.Text;
using MimeKit.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Pdf;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Scans.Metadata;

/// <summary>Properties of a PDF: information dictionary (ISO 32000-2 14.3.3), XMP (14.3.2, ISO 16684-1), lock, pages, and whether its table of references stands where it says.</summary>
internal static class PdfMetadata
{
    private const int MaxXmp = 256 << 10;

    /// <summary>Packets of one file that are read: each page and picture may have one.</summary>
    private const int MaxPackets = 50;

    private static readonly Dictionary<string, string> Info = new(StringComparer.Ordinal)
    {
        ["Title"] = "Title", ["Author"] = "Author", ["Subject"] = "Subject", ["Keywords"] = "Keywords", ["Creator"] = "Creator", ["Producer"] = "Producer", ["CreationDate"] = "CreateDate", ["ModDate"] = "ModifyDate",
    };

    private static readonly Dictionary<string, string> Xmp = new(StringComparer.OrdinalIgnoreCase)
    {
        ["xmp:creatortool"] = "CreatorTool", ["pdf:producer"] = "Producer", ["pdf:keywords"] = "Keywords", ["dc:title"] = "Title", ["dc:creator"] = "Creator", ["dc:description"] = "Description", ["dc:format"] = "Format",
        ["xmp:createdate"] = "CreateDate", ["xmp:modifydate"] = "ModifyDate", ["xmp:metadatadate"] = "MetadataDate", ["xmpmm:documentid"] = "DocumentID", ["xmpmm:instanceid"] = "InstanceID",
    };

    public static void Read(FileMetadata metadata, ReadOnlyMemory<byte> content, InspectedFile? report, Budget budget)
    {
        var head = content.Span[..Math.Min(content.Length, 1_100)];
        if (head.IndexOf("%PDF-"u8) is var at and >= 0 && at + 8 <= head.Length) metadata.Add("PDFVersion", Encoding.ASCII.GetString(head.Slice(at + 5, 3)));
        metadata.Add("Linearized", head.IndexOf("/Linearized"u8) >= 0 ? "Yes" : "No");
        if (report?.Properties.GetValueOrDefault("pages") is { } pages && pages != "0") metadata.Add("PageCount", pages);
        if (!TableIsThere(content.Span)) metadata.Add("Warning", "Invalid xref table");
        var pdf = PdfFile.Open(content, budget);
        var encrypt = pdf.Follow(pdf.Trailer["Encrypt"]) as PdfDictionary;
        if (encrypt is not null) metadata.Add("Encryption", $"{(encrypt["Filter"] as PdfName)?.Value ?? "Standard"} V{Number(encrypt["V"])}.{Number(encrypt["R"])} ({(Number(encrypt["Length"]) is var bits and > 0 ? bits : 40)}-bit)");
        if (encrypt is not null)
        {
            // Only an empty password opens it here; with another one, the inspection knows what it read.
            var id = pdf.Follow(pdf.Trailer["ID"]) is PdfArray { Items: [PdfString first, ..] } ? first.Bytes : [];
            if (PdfLock.Open(encrypt, id, report?.Password ?? "", budget) is not { } opened) return;
            pdf.Lock = opened;
        }
        pdf.OpenObjectStreams();
        Properties(metadata, pdf);
        var packets = 0;
        foreach (var found in pdf.Objects)
        {
            if (found.Dictionary is not { } dictionary) continue;
            if (dictionary["Type"] is PdfName { Value: "Metadata" } && found.StreamStart >= 0)
            {
                if (packets++ >= MaxPackets) continue;
                budget.Look();
                ReadXmp(metadata, pdf.Data(found, MaxXmp).Span);
            }
            else if (dictionary["Reason"] is { } reason && dictionary["Type"] is PdfName { Value: "Sig" }) metadata.Add("SigningReason", Text(pdf, found, reason));
        }
    }

    private static void Properties(FileMetadata metadata, PdfFile pdf)
    {
        if (pdf.Find(pdf.Trailer["Info"]) is not { Dictionary: { } info } owner) return;
        foreach (var (name, key) in Info)
        {
            if (info[name] is { } value) metadata.Add(key, key.EndsWith("Date", StringComparison.Ordinal) ? Date(Text(pdf, owner, value)) : Text(pdf, owner, value));
        }
    }

    private static long Number(PdfValue? value) => value is PdfNumber number ? (long)Math.Clamp(number.Value, 0, 1_000_000) : 0;

    private static string? Text(PdfFile pdf, PdfObject owner, PdfValue value)
    {
        var holder = pdf.Find(value) ?? owner;
        if (pdf.Follow(value) is not PdfString text) return null;
        ReadOnlyMemory<byte> bytes = text.Bytes;
        if (pdf.Lock is { } locked && !holder.Packed) bytes = locked.Decrypt(bytes, holder.Number, holder.Generation);
        return bytes.Span switch { [0xFE, 0xFF, .. var wide] => Encoding.BigEndianUnicode.GetString(wide), [0xEF, 0xBB, 0xBF, .. var narrow] => Encoding.UTF8.GetString(narrow), var rest => Encoding.Latin1.GetString(rest) };
    }

    /// <summary>7.9.4, D:20240131120000+01'00', as ExifTool writes it: 2024:01:31 12:00:00+01:00.</summary>
    private static string? Date(string? text)
    {
        if (text is null) return null;
        var digits = text.StartsWith("D:", StringComparison.Ordinal) ? text[2..] : text;
        return digits.Length >= 14 && digits.AsSpan(0, 14).IndexOfAnyExceptInRange('0', '9') < 0
            ? string.Create(CultureInfo.InvariantCulture, $"{digits[..4]}:{digits[4..6]}:{digits[6..8]} {digits[8..10]}:{digits[10..12]}:{digits[12..14]}{digits[14..].Replace('\'', ':').TrimEnd(':')}")
            : text;
    }

    /// <summary>Elements and attributes of XMP by their usual prefixes; read as markup, for a packet is often no XML any more.</summary>
    private static void ReadXmp(FileMetadata metadata, ReadOnlySpan<byte> packet)
    {
        using var reader = new StringReader(TextBytes.Decode(packet, MaxXmp));
        var tokenizer = new HtmlTokenizer(reader) { DecodeCharacterReferences = true, IgnoreTruncatedTags = true };
        string? key = null;
        while (tokenizer.ReadNextToken(out var token))
        {
            if (token is HtmlTagToken { IsEndTag: false } tag)
            {
                if (Xmp.TryGetValue(tag.Name, out var named)) key = named;
                foreach (var attribute in tag.Attributes)
                {
                    if (attribute.Name.Equals("x:xmptk", StringComparison.OrdinalIgnoreCase)) metadata.Add("XMPToolkit", attribute.Value);
                    else if (Xmp.TryGetValue(attribute.Name, out var known)) metadata.Add(known, attribute.Value);
                }
            }
            else if (token is HtmlTagToken { IsEndTag: true } end && Xmp.ContainsKey(end.Name))
            {
                key = null;
            }
            else if (key is not null && token is HtmlDataToken { Data: var data } && !string.IsNullOrWhiteSpace(data))
            {
                metadata.Add(key, data);
            }
        }
    }

    /// <summary>7.5.5: the number after the last "startxref" leads to a table or to an object that is one.</summary>
    private static bool TableIsThere(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.LastIndexOf("startxref"u8);
        if (at < 0) return false;
        var rest = bytes[(at + 9)..].TrimStart(" \t\r\n"u8);
        var length = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (length < 0) length = rest.Length;
        if (length is 0 or > 10 || !long.TryParse(Encoding.ASCII.GetString(rest[..length]), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) || offset >= bytes.Length) return false;
        var table = bytes[(int)offset..].TrimStart(" \t\r\n"u8);
        return table.StartsWith("xref"u8) || table is [>= (byte)'0' and <= (byte)'9', ..];
    }
}
