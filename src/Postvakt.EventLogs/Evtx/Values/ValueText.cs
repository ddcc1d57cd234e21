using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Postvakt.EventLogs.Evtx.BinXml;

namespace Postvakt.EventLogs.Evtx.Values;

/// <summary>Writes values as text, the way event XML shows them.</summary>
internal static class ValueText
{
    /// <summary>Characters that a value of that type and size needs at most.</summary>
    public static int MostCharacters(byte type, int size) => type switch
    {
        BinXmlType.String or BinXmlType.Xml => size / 2,
        BinXmlType.AnsiString => size,
        BinXmlType.Guid => 38,
        BinXmlType.Sid => 32 + 11 * (size / 4),
        BinXmlType.Real32 or BinXmlType.Real64 => 32,
        _ => Math.Max(FileTime.Characters, size * 2),
    };

    /// <summary>A whole number; false for other types.</summary>
    public static bool TryNumber(byte type, ReadOnlySpan<byte> bytes, out long number)
    {
        number = 0;
        if (bytes.Length < BinXmlType.Width(type)) return false;
        switch (type)
        {
            case BinXmlType.Int8: number = (sbyte)bytes[0]; return true;
            case BinXmlType.UInt8: number = bytes[0]; return true;
            case BinXmlType.Int16: number = BinaryPrimitives.ReadInt16LittleEndian(bytes); return true;
            case BinXmlType.UInt16: number = BinaryPrimitives.ReadUInt16LittleEndian(bytes); return true;
            case BinXmlType.Int32: number = BinaryPrimitives.ReadInt32LittleEndian(bytes); return true;
            case BinXmlType.UInt32: number = BinaryPrimitives.ReadUInt32LittleEndian(bytes); return true;
            case BinXmlType.Int64: number = BinaryPrimitives.ReadInt64LittleEndian(bytes); return true;
            case BinXmlType.UInt64: number = BinaryPrimitives.ReadInt64LittleEndian(bytes); return number >= 0;
            default: return false;
        }
    }

    public static DateTime? Time(byte type, ReadOnlySpan<byte> bytes) => type switch
    {
        BinXmlType.FileTime when bytes.Length >= 8 => FileTime.ToTime(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        BinXmlType.SystemTime when bytes.Length >= 16 => FileTime.ToTime(bytes),
        _ => null,
    };

    /// <returns>Characters written; room must be as <see cref="MostCharacters"/> says.</returns>
    public static int Write(byte type, ReadOnlySpan<byte> bytes, Span<char> into)
    {
        switch (type)
        {
            case BinXmlType.String or BinXmlType.Xml: return Utf16(bytes, into);
            case BinXmlType.AnsiString: return Ansi(bytes, into);
            case BinXmlType.FileTime or BinXmlType.SystemTime when Time(type, bytes) is { } time:
                FileTime.Write(time, into);
                return FileTime.Characters;
            case BinXmlType.Guid when bytes.Length >= 16: return GuidText(bytes, into);
            case BinXmlType.Sid when SidText.TryWrite(bytes, into, out var written): return written;
            case BinXmlType.Hex32 when bytes.Length >= 4: return Hex(BinaryPrimitives.ReadUInt32LittleEndian(bytes), into);
            case BinXmlType.Hex64 when bytes.Length >= 8: return Hex(BinaryPrimitives.ReadUInt64LittleEndian(bytes), into);
            case BinXmlType.Size or BinXmlType.Handle when bytes.Length is 4: return Hex(BinaryPrimitives.ReadUInt32LittleEndian(bytes), into);
            case BinXmlType.Size or BinXmlType.Handle when bytes.Length is 8: return Hex(BinaryPrimitives.ReadUInt64LittleEndian(bytes), into);
            case BinXmlType.Bool when bytes.Length >= 4: return Copy(BinaryPrimitives.ReadInt32LittleEndian(bytes) != 0 ? "true" : "false", into);
            case BinXmlType.Real32 when bytes.Length >= 4: return BinaryPrimitives.ReadSingleLittleEndian(bytes).TryFormat(into, out var single, default, CultureInfo.InvariantCulture) ? single : 0;
            case BinXmlType.Real64 when bytes.Length >= 8: return BinaryPrimitives.ReadDoubleLittleEndian(bytes).TryFormat(into, out var real, default, CultureInfo.InvariantCulture) ? real : 0;
            case BinXmlType.UInt64 when bytes.Length >= 8: return BinaryPrimitives.ReadUInt64LittleEndian(bytes).TryFormat(into, out var large, default, CultureInfo.InvariantCulture) ? large : 0;
            default:
                if (TryNumber(type, bytes, out var number)) return number.TryFormat(into, out var digits, default, CultureInfo.InvariantCulture) ? digits : 0;
                return Binary(bytes, into);
        }
    }

    /// <summary>Ends before the zeros that some providers count as part of a text.</summary>
    public static ReadOnlySpan<char> Utf16(ReadOnlySpan<byte> bytes) => MemoryMarshal.Cast<byte, char>(bytes[..(bytes.Length & ~1)]).TrimEnd('\0');

    private static int Utf16(ReadOnlySpan<byte> bytes, Span<char> into) => Copy(Utf16(bytes), into);

    /// <summary>The code page is not said; Latin-1 keeps each byte apart.</summary>
    private static int Ansi(ReadOnlySpan<byte> bytes, Span<char> into)
    {
        bytes = bytes.TrimEnd((byte)0);
        for (var n = 0; n < bytes.Length; n++) into[n] = (char)bytes[n];
        return bytes.Length;
    }

    private static int Copy(ReadOnlySpan<char> text, Span<char> into)
    {
        text.CopyTo(into);
        return text.Length;
    }

    /// <summary>In capitals and braces, as event XML has it.</summary>
    private static int GuidText(ReadOnlySpan<byte> bytes, Span<char> into)
    {
        new Guid(bytes[..16]).TryFormat(into, out var written, "B");
        for (var n = 0; n < written; n++) into[n] = char.ToUpperInvariant(into[n]);
        return written;
    }

    private static int Hex(ulong number, Span<char> into)
    {
        into[0] = '0';
        into[1] = 'x';
        number.TryFormat(into[2..], out var written, "x", CultureInfo.InvariantCulture);
        return written + 2;
    }

    private static int Binary(ReadOnlySpan<byte> bytes, Span<char> into) => Convert.TryToHexString(bytes, into, out var written) ? written : 0;
}
