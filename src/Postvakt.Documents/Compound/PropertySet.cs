using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Compound;

/// <summary>What an old Office file says of itself: [MS-OLEPS] 2.21, with the property numbers of [MS-OSHARED] 2.3.3.2.</summary>
internal static class PropertySet
{
    private const int MaxProperties = 100;

    private static readonly Dictionary<uint, string> Summary = new()
    {
        [2] = "title", [3] = "subject", [4] = "author", [5] = "keywords", [6] = "comments", [7] = "template", [8] = "last author", [9] = "revision",
        [12] = "created", [13] = "saved", [18] = "application",
    };

    private static readonly Dictionary<uint, string> DocumentSummary = new() { [2] = "category", [14] = "manager", [15] = "company" };

    public static void Read(InspectedFile file, CompoundFile compound)
    {
        Read(file, compound.Read("\x05SummaryInformation"), Summary);
        Read(file, compound.Read("\x05DocumentSummaryInformation"), DocumentSummary);
    }

    private static void Read(InspectedFile file, byte[]? stream, Dictionary<uint, string> names)
    {
        if (stream is null || stream.Length < 48) return;
        try
        {
            ReadSection(file, stream, names);
        }
        catch (MalformedException)
        {
            // Half a property set is common in harmless files and hides nothing.
        }
    }

    /// <summary>The first section alone: the second of DocumentSummaryInformation holds what a user named.</summary>
    private static void ReadSection(InspectedFile file, byte[] stream, Dictionary<uint, string> names)
    {
        var head = new ByteReader(stream);
        head.MoveTo(44);
        var start = head.UInt32();
        if (start > stream.Length) throw new MalformedException("a section beyond the end");
        var section = stream.AsSpan((int)start);
        var reader = new ByteReader(section);
        reader.Skip(4);
        var count = Math.Min(reader.UInt32(), MaxProperties);
        var places = new List<(uint Id, uint At)>();
        for (var i = 0; i < count && reader.Left >= 8; i++) places.Add((reader.UInt32(), reader.UInt32()));
        var page = 1252;
        foreach (var (id, at) in places)
        {
            // 2.18.2: property 1 is the code page, as a signed 16-bit number.
            if (id == 1 && at + 6L <= section.Length) page = BinaryPrimitives.ReadUInt16LittleEndian(section[((int)at + 4)..]);
        }
        if (names == Summary) file.Property("code page", page.ToString(CultureInfo.InvariantCulture));
        foreach (var (id, at) in places)
        {
            if (names.TryGetValue(id, out var name) && at + 8L <= section.Length && Value(section[(int)at..], page) is { } value) file.Property(name, value);
        }
    }

    /// <summary>2.15: a type, then the value.</summary>
    private static string? Value(ReadOnlySpan<byte> raw, int page)
    {
        var reader = new ByteReader(raw);
        var type = reader.UInt16();
        reader.Skip(2);
        switch (type)
        {
            case 0x1E:
                var bytes = reader.Take((int)Math.Min(reader.UInt32(), reader.Left));
                return (page == 1200 ? Encoding.Unicode : CodePages.Get(page)).GetString(bytes[..Math.Min(bytes.Length, 2048)]).TrimEnd('\0');
            case 0x1F:
                var chars = reader.Take((int)Math.Min(reader.UInt32() * 2L, reader.Left & ~1));
                return Encoding.Unicode.GetString(chars[..Math.Min(chars.Length, 2048)]).TrimEnd('\0');
            case 0x40:
                var ticks = reader.UInt64();
                // 2.13: from 1601, in 100 ns; zero and the far future stand for nothing.
                return ticks is 0 or > 0x0300_0000_0000_0000 ? null : DateTime.FromFileTimeUtc((long)ticks).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            default:
                return null;
        }
    }
}
