namespace Postvakt.EventLogs.Evtx.BinXml;

/// <summary>Types of values (libyal, EVTX, Value types; [MS-EVEN6] 2.2.13). An array adds 0x80.</summary>
internal static class BinXmlType
{
    public const byte Null = 0, String = 1, AnsiString = 2, Int8 = 3, UInt8 = 4, Int16 = 5, UInt16 = 6, Int32 = 7, UInt32 = 8, Int64 = 9, UInt64 = 0x0A, Real32 = 0x0B, Real64 = 0x0C, Bool = 0x0D, Binary = 0x0E,
        Guid = 0x0F, Size = 0x10, FileTime = 0x11, SystemTime = 0x12, Sid = 0x13, Hex32 = 0x14, Hex64 = 0x15, Handle = 0x20, BinXml = 0x21, Xml = 0x23, Array = 0x80;

    /// <summary>Bytes of one value, or of one item of an array; 0 when they vary.</summary>
    public static int Width(byte type) => (byte)(type & ~Array) switch
    {
        Int8 or UInt8 => 1,
        Int16 or UInt16 => 2,
        Int32 or UInt32 or Real32 or Bool or Hex32 => 4,
        Int64 or UInt64 or Real64 or FileTime or Hex64 => 8,
        Guid or SystemTime => 16,
        _ => 0,
    };
}
