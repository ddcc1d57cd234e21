using System.Buffers.Binary;

namespace Postvakt.Documents.Archives;

/// <summary>An entry of a zip archive (APPNOTE 4.3.12).</summary>
/// <param name="Header">Offset of its local header.</param>
/// <param name="Method">4.4.5: 0 stored, 8 deflated, 99 AES.</param>
/// <param name="Extra">Extra fields, as in the directory.</param>
internal sealed record ZipEntry(string Name, int Header, ushort Flags, ushort Method, uint Crc, ushort Time, long Packed, long Size, ReadOnlyMemory<byte> Extra)
{
    public bool Encrypted => (Flags & 1) != 0;

    /// <summary>4.4.4 bit 6: PKWARE's strong encryption.</summary>
    public bool Strong => (Flags & 0x40) != 0;

    /// <summary>4.4.4 bit 3: size and checksum stand behind the data.</summary>
    public bool Streamed => (Flags & 8) != 0;

    /// <summary>4.4.4 bit 13: the directory is encrypted and these values are masked.</summary>
    public bool Masked => (Flags & 0x2000) != 0;

    public bool IsFolder => Name.EndsWith('/') && Size == 0;

    /// <summary>An extra field by its id (4.5.1); empty when it is not there.</summary>
    public ReadOnlySpan<byte> Field(ushort id)
    {
        var extra = Extra.Span;
        while (extra.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (4 + length > extra.Length) break;
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == id) return extra.Slice(4, length);
            extra = extra[(4 + length)..];
        }
        return default;
    }
}
