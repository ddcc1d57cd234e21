using System.Buffers.Binary;

namespace Postvakt.Documents.Kinds;

/// <summary>The header of a Windows program (PE/COFF specification 2 to 3.3). Nothing behind it is read.</summary>
/// <param name="Machine">0x14C x86, 0x8664 x64, 0xAA64 ARM64; 0 for the old DOS and 16-bit forms.</param>
internal sealed record ProgramHeader(ushort Machine, bool IsLibrary)
{
    /// <summary>Null when "MZ" is followed by nothing that a loader takes; then it is text or noise that begins with these letters.</summary>
    public static ProgramHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 0x40 || bytes[0] != 'M' || bytes[1] != 'Z') return null;
        var at = BinaryPrimitives.ReadUInt32LittleEndian(bytes[0x3C..]);
        if (at + 24L > bytes.Length) return bytes[..0x40].ContainsAnyInRange((byte)0, (byte)8) ? new ProgramHeader(0, false) : null;
        var header = bytes[(int)at..];
        if (header.StartsWith("PE\0\0"u8))
        {
            return new ProgramHeader(BinaryPrimitives.ReadUInt16LittleEndian(header[4..]), (BinaryPrimitives.ReadUInt16LittleEndian(header[22..]) & 0x2000) != 0);
        }
        return header.StartsWith("NE"u8) || header.StartsWith("LE"u8) || bytes[..0x40].ContainsAnyInRange((byte)0, (byte)8) ? new ProgramHeader(0, false) : null;
    }
}
