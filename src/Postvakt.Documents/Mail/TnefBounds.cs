using System.Buffers.Binary;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Mail;

/// <summary>
/// How far the lengths and counts of winmail.dat ([MS-OXTNEF] 2.1) are true. A parser that believes them allocates 2 GiB for a text of that stated length, and spends
/// twenty seconds on two thousand million rows that are not there.
/// </summary>
internal static class TnefBounds
{
    private const int Recipients = 0x00069004;
    private const int Message = 0x00069003;
    private const int Attachment = 0x00069005;

    /// <summary>[MS-OXRTFCP] 3.1.1: nine bytes become at most 8 × 17.</summary>
    private const int MaxRtfGrowth = 16;

    /// <summary>The number of leading bytes whose attributes keep what they state; 0 when not even the first does.</summary>
    public static int Kept(ReadOnlySpan<byte> content)
    {
        var kept = 0;
        var reader = new ByteReader(content);
        try
        {
            // The signature and the key.
            reader.Skip(6);
            while (!reader.AtEnd)
            {
                if (reader.Byte() is not (1 or 2)) return kept;
                var tag = reader.Int32();
                var value = reader.Take(reader.Length32());
                reader.Skip(2);
                if (tag is Recipients) Rows(value);
                else if (tag is Message or Attachment) Properties(value);
                kept = reader.Position;
            }
        }
        catch (MalformedException)
        {
            return kept;
        }
        return kept;
    }

    private static void Rows(ReadOnlySpan<byte> value)
    {
        var reader = new ByteReader(value);
        for (var rows = Count(ref reader); rows > 0; rows--) Properties(ref reader);
    }

    private static void Properties(ReadOnlySpan<byte> value)
    {
        var reader = new ByteReader(value);
        Properties(ref reader);
    }

    private static void Properties(ref ByteReader reader)
    {
        for (var properties = Count(ref reader); properties > 0; properties--)
        {
            var type = reader.UInt16();
            var id = reader.UInt16();
            if (id >= 0x8000) Name(ref reader);
            var kind = type & 0x0FFF;
            var isLong = kind is 0x000D or 0x001E or 0x001F or 0x0102;
            for (var values = isLong || (type & 0x1000) != 0 ? Count(ref reader) : 1; values > 0; values--)
            {
                if (!isLong) reader.Skip(Width(kind));
                else Long(ref reader, id);
            }
        }
    }

    private static void Long(ref ByteReader reader, int id)
    {
        const int RtfCompressed = 0x1009;
        var value = reader.Take(reader.Length32());
        if (id == RtfCompressed && value.Length >= 8 && BinaryPrimitives.ReadUInt32LittleEndian(value[4..]) > (uint)value.Length * MaxRtfGrowth)
            throw new MalformedException("packed text that would grow beyond what packing can do");
        Pad(ref reader, value.Length);
    }

    /// <summary>A property that has a name: a set, then a number or a text.</summary>
    private static void Name(ref ByteReader reader)
    {
        reader.Skip(16);
        if (reader.Int32() == 0)
        {
            reader.Skip(4);
            return;
        }
        var length = reader.Length32();
        reader.Skip(length);
        Pad(ref reader, length);
    }

    /// <summary>Whatever is counted takes four bytes at least.</summary>
    private static int Count(ref ByteReader reader)
    {
        var count = reader.Int32();
        return count >= 0 && count <= reader.Left / 4 ? count : throw new MalformedException($"a count of {count} where {reader.Left} bytes are left");
    }

    /// <summary>To a multiple of four, of which the last may be missing: writers leave it out.</summary>
    private static void Pad(ref ByteReader reader, int length) => reader.Skip(Math.Min(-length & 3, reader.Left));

    private static int Width(int kind) => kind switch
    {
        0x0002 or 0x0003 or 0x0004 or 0x000A or 0x000B => 4,
        0x0005 or 0x0006 or 0x0007 or 0x0014 or 0x0040 => 8,
        0x0048 => 16,
        // PtypNull has a count that nobody pays for with bytes; others are unknown and have no length to step over.
        _ => throw new MalformedException($"a property of type {kind:x4}"),
    };
}
