using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Archives;

/// <summary>Unpacks LZH archives: headers of levels 0 to 2, stored files and methods lh4 to lh7.</summary>
internal sealed class LzhReader : IFileReader
{
    private const int NameHeader = 1;
    private const int FolderHeader = 2;

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var inner = new InnerFiles(file, inspection);
        var reader = new ByteReader(content.Span);
        // A zero where the next header's size would be ends the archive.
        while (reader.Left > 22 && reader.Rest[0] != 0)
        {
            inner.Room();
            if (reader.Rest[2] != '-' || reader.Rest[6] != '-') throw new MalformedException("no LZH header");
            var method = Encoding.ASCII.GetString(reader.Rest.Slice(2, 5));
            var (name, packed, size) = reader.Rest[20] switch
            {
                0 or 1 => ReadOld(ref reader),
                2 => ReadNew(ref reader),
                var level => throw new MalformedException($"a header of level {level}"),
            };
            var there = (int)Math.Min(packed, (uint)reader.Left);
            var data = content.Slice(reader.Position, there);
            reader.Skip(there);
            if (method != "-lhd-") Take(inner, method, name, data, size, inspection);
        }
    }

    private static void Take(InnerFiles inner, string method, string name, ReadOnlyMemory<byte> data, uint size, Inspection inspection)
    {
        try
        {
            var budget = inspection.Budget;
            var stored = method is "-lh0-" or "-lz4-";
            var kept = (int)Math.Min(stored ? data.Length : size, Math.Min(budget.Limits.FileBytes, budget.ExpandedLeft));
            budget.Expand(kept);
            if (stored) inner.Open(name, data[..kept], size);
            else if (LzhDecoder.Decode(method, data.Span, kept, budget) is { } plain) inner.Open(name, plain, size);
            else inner.Unread(name, size, $"packed by method {method}");
        }
        catch (MalformedException e)
        {
            inner.Unread(name, size, e.Message);
        }
    }

    /// <summary>Size and checksum in a byte each, the name in the header; level 1 has further headers, which count as packed data.</summary>
    private static (string Name, uint Packed, uint Size) ReadOld(ref ByteReader reader)
    {
        var head = reader.Rest;
        var length = reader.Byte() + 2;
        reader.Skip(6);
        var (packed, size) = (reader.UInt32(), reader.UInt32());
        reader.Skip(5);
        var level = reader.Byte();
        var name = Encoding.Latin1.GetString(reader.Take(reader.Byte()));
        if (length > head.Length || length < 24) throw new MalformedException("a header beyond the end");
        reader.Skip(Math.Max(0, length - (head.Length - reader.Left)));
        if (level == 0) return (name, packed, size);
        var before = reader.Position;
        name = ReadMore(ref reader, head[length - 2] | head[length - 1] << 8, name);
        return (name, (uint)Math.Max(0, packed - (long)(reader.Position - before)), size);
    }

    /// <summary>The size of all headers together in two bytes; names stand in the further headers only.</summary>
    private static (string Name, uint Packed, uint Size) ReadNew(ref ByteReader reader)
    {
        var start = reader.Position;
        var length = reader.UInt16();
        reader.Skip(5);
        var (packed, size) = (reader.UInt32(), reader.UInt32());
        reader.Skip(9);
        var name = ReadMore(ref reader, reader.UInt16(), "");
        reader.MoveTo(Math.Max(reader.Position, start + length));
        return (name, packed, size);
    }

    /// <summary>Each further header: its kind, its content, and the size of the next; 0 ends them.</summary>
    private static string ReadMore(ref ByteReader reader, int length, string name)
    {
        var folder = "";
        while (length > 0)
        {
            if (length < 3) throw new MalformedException("a header without room for itself");
            var kind = reader.Byte();
            var content = reader.Take(length - 3);
            if (kind == NameHeader) name = Encoding.Latin1.GetString(content);
            // Folders are parted by 0xFF.
            if (kind == FolderHeader) folder = Encoding.Latin1.GetString(content).Replace('\u00FF', '/');
            length = reader.UInt16();
        }
        return folder + name;
    }
}
