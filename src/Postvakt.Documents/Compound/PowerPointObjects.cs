using System.Buffers.Binary;
using System.IO.Compression;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Documents.Vba;

namespace Postvakt.Documents.Compound;

/// <summary>
/// Compound files inside an old presentation: the VBA project and embedded objects are atoms of type 0x1011 in its stream, deflated or not
/// ([MS-PPT] 2.10.34 ExOleObjStg, 2.10.40 VbaProjectStg). The stream is searched for them, because a broken record before them would end a walk.
/// </summary>
internal static class PowerPointObjects
{
    private const int MaxObjects = 200;

    public static void Read(InspectedFile file, CompoundFile compound, Inspection inspection)
    {
        if (compound.Find("PowerPoint Document") is not { } entry) return;
        var stream = compound.View(entry);
        var (at, number) = (2, 0);
        while (number < MaxObjects && at + 6 < stream.Length && stream.Span[at..].IndexOf([(byte)0x11, (byte)0x10]) is var next && next >= 0)
        {
            at += next;
            if (Content(stream, at - 2, inspection.Budget) is { } content)
            {
                number++;
                ReadObject(file, content, $"object {number}", inspection);
                at += (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(stream.Span[(at + 2)..]), stream.Length - at - 6L);
            }
            at += 2;
        }
        if (number == MaxObjects) file.Find(FindingKinds.AnalysisIncomplete, $"{MaxObjects} objects were read, and no more");
    }

    private static void ReadObject(InspectedFile file, ReadOnlyMemory<byte> content, string name, Inspection inspection)
    {
        try
        {
            var inner = CompoundFile.Open(content, inspection.Budget);
            if (VbaProjectReader.Holds(inner)) VbaProjectReader.Read(file, inner, "", inspection);
            else inspection.Open(file, name, content);
        }
        catch (MalformedException e)
        {
            file.Find(FindingKinds.AnalysisIncomplete, $"broken: {e.Message}", name);
        }
    }

    /// <summary>The compound file in the record at a place; null when there is none.</summary>
    private static ReadOnlyMemory<byte>? Content(ReadOnlyMemory<byte> stream, int at, Budget budget)
    {
        if (at + 8 > stream.Length) return null;
        var span = stream.Span;
        // 2.3.1: version and instance, type, length. Instance 1 says that the content is deflated, behind its true size.
        var instance = BinaryPrimitives.ReadUInt16LittleEndian(span[at..]) >> 4;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(span[(at + 4)..]);
        if (instance > 1 || length < 8) return null;
        var content = stream.Slice(at + 8, (int)Math.Min(length, stream.Length - at - 8L));
        if (instance == 0) return content.Span.StartsWith(CompoundFile.Signature) ? content : null;
        if (content.Length < 6 || (content.Span[4] & 0x0F) != 8 || BinaryPrimitives.ReadUInt16BigEndian(content.Span[4..]) % 31 != 0) return null;
        var inflated = Inflate(content[4..], BinaryPrimitives.ReadUInt32LittleEndian(content.Span), budget);
        return inflated.Span.StartsWith(CompoundFile.Signature) ? inflated : null;
    }

    private static ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> packed, long stated, Budget budget)
    {
        // Deflate gains at most 1,032 times: a larger claim is a lie.
        var most = (int)Math.Min(Math.Min(stated, packed.Length * 1032L), budget.Limits.FileBytes);
        budget.Expand(most);
        var content = new byte[most];
        var filled = 0;
        using var zlib = new ZLibStream(ByteStream.Of(packed), CompressionMode.Decompress);
        try
        {
            while (filled < most && zlib.Read(content, filled, Math.Min(most - filled, 1 << 20)) is var read && read > 0)
            {
                filled += read;
                budget.Look();
            }
        }
        catch (InvalidDataException)
        {
            // What came out before the error is what PowerPoint might use too.
        }
        return content.AsMemory(0, filled);
    }
}
