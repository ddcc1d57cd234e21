using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Postvakt.Samples.EventLogs;

/// <summary>A value of a record: its type and its bytes. <see cref="Null"/> is the default.</summary>
public readonly record struct EvtxValue(byte Type, byte[] Bytes)
{
    public static EvtxValue Null => new(0, []);

    public static EvtxValue Text(string text) => new(1, Encoding.Unicode.GetBytes(text));

    public static EvtxValue Ansi(string text) => new(2, Encoding.Latin1.GetBytes(text));

    public static EvtxValue Int8(sbyte number) => new(3, [(byte)number]);

    public static EvtxValue UInt8(byte number) => new(4, [number]);

    public static EvtxValue Int16(short number) => new(5, BitConverter.GetBytes(number));

    public static EvtxValue UInt16(ushort number) => new(6, BitConverter.GetBytes(number));

    public static EvtxValue Int32(int number) => new(7, BitConverter.GetBytes(number));

    public static EvtxValue UInt32(uint number) => new(8, BitConverter.GetBytes(number));

    public static EvtxValue Int64(long number) => new(9, BitConverter.GetBytes(number));

    public static EvtxValue UInt64(ulong number) => new(0x0A, BitConverter.GetBytes(number));

    public static EvtxValue Real32(float number) => new(0x0B, BitConverter.GetBytes(number));

    public static EvtxValue Real64(double number) => new(0x0C, BitConverter.GetBytes(number));

    public static EvtxValue Bool(bool value) => new(0x0D, [(byte)(value ? 1 : 0), 0, 0, 0]);

    public static EvtxValue Binary(byte[] bytes) => new(0x0E, bytes);

    public static EvtxValue Guid(Guid guid) => new(0x0F, guid.ToByteArray());

    public static EvtxValue Size(ulong size) => new(0x10, BitConverter.GetBytes(size));

    public static EvtxValue FileTime(DateTime time) => new(0x11, BitConverter.GetBytes(time.ToFileTimeUtc()));

    public static EvtxValue SystemTime(DateTime time)
    {
        int[] parts = [time.Year, time.Month, (int)time.DayOfWeek, time.Day, time.Hour, time.Minute, time.Second, time.Millisecond];
        return new(0x12, [.. parts.SelectMany(p => BitConverter.GetBytes((ushort)p))]);
    }

    /// <param name="sid">S-1-5-….</param>
    public static EvtxValue Sid(string sid)
    {
        var parts = sid.Split('-')[1..].Select(p => ulong.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        var bytes = new byte[8 + (parts.Length - 2) * 4];
        (bytes[0], bytes[1]) = ((byte)parts[0], (byte)(parts.Length - 2));
        for (var n = 0; n < 6; n++) bytes[7 - n] = (byte)(parts[1] >> (8 * n));
        for (var n = 2; n < parts.Length; n++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8 + (n - 2) * 4), (uint)parts[n]);
        return new(0x13, bytes);
    }

    public static EvtxValue Hex32(uint number) => new(0x14, BitConverter.GetBytes(number));

    public static EvtxValue Hex64(ulong number) => new(0x15, BitConverter.GetBytes(number));

    /// <summary>Binary XML: elements of its own inside the value.</summary>
    public static EvtxValue BinXml(byte[] bytes) => new(0x21, bytes);

    /// <summary>An array of values of one type; texts end with a zero.</summary>
    public static EvtxValue Array(params EvtxValue[] items)
    {
        var type = items[0].Type;
        byte[] end = type switch { 1 => [0, 0], 2 => [0], _ => [] };
        return new((byte)(type | 0x80), [.. items.SelectMany(i => i.Bytes.Concat(end))]);
    }
}
