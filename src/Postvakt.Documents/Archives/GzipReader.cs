using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Archives;

/// <summary>Unpacks gzip (RFC 1952), members one behind the other included.</summary>
internal sealed class GzipReader : IFileReader
{
    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var inner = new InnerFiles(file, inspection);
        inner.Room();
        using var stream = new GZipStream(ByteStream.Of(content), CompressionMode.Decompress);
        var plain = Inflater.ReadAll(stream, content.Length * 4L, inspection.Budget, out var broken);
        if (plain.IsEmpty) throw new MalformedException("nothing comes out of it");
        // RFC 1952 2.3.1: the last four bytes are the size, modulo 2^32; where the beginning alone was kept it is the only word on the rest.
        var stated = BinaryPrimitives.ReadUInt32LittleEndian(content.Span[^4..]);
        var cut = plain.Length == inspection.Budget.Limits.FileBytes;
        // The library takes data that ends early for whole. With several members the size is that of the last alone.
        var several = content.Length > 10 && content.Span[10..].IndexOf([(byte)0x1F, (byte)0x8B, (byte)8]) >= 0;
        if (broken || !cut && !several && stated != (uint)plain.Length && !Ends(content.Span, plain.Span)) file.Find(FindingKinds.AnalysisIncomplete, DocumentFinding.Broken + "before its end");
        inner.Open(StoredName(content.Span) ?? InnerNames.Of(file), plain, cut ? Math.Max(stated, plain.Length + 1L) : plain.Length);
    }

    /// <summary>2.3.1: checksum and size of what came out stand in it, so the member is whole; what mailers and tapes put behind it (a line's end, zeros) is nothing.</summary>
    private static bool Ends(ReadOnlySpan<byte> content, ReadOnlySpan<byte> plain)
    {
        Span<byte> end = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(end, Crc32.Of(plain));
        BinaryPrimitives.WriteUInt32LittleEndian(end[4..], (uint)plain.Length);
        return content.LastIndexOf(end) >= 0;
    }

    /// <summary>2.3.1: the original name, in Latin-1, behind the extra field.</summary>
    private static string? StoredName(ReadOnlySpan<byte> gzip)
    {
        if (gzip.Length < 12 || (gzip[3] & 8) == 0) return null;
        var at = 10;
        if ((gzip[3] & 4) != 0) at += 2 + BinaryPrimitives.ReadUInt16LittleEndian(gzip[10..]);
        if (at >= gzip.Length) return null;
        var length = gzip[at..Math.Min(gzip.Length, at + 1024)].IndexOf((byte)0);
        return length > 0 ? Encoding.Latin1.GetString(gzip.Slice(at, length)) : null;
    }
}
