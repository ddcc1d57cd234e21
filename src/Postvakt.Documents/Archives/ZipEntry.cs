namespace Postvakt.Documents.Archives;

/// <summary>An entry of a zip archive (APPNOTE 4.3.12).</summary>
/// <param name="Header">Offset of its local header.</param>
/// <param name="Method">4.4.5: 0 stored, 8 deflated, 99 AES.</param>
/// <param name="Extra">Extra fields, as in the directory.</param>
internal sealed record ZipEntry(string Name, int Header, ushort Flags, ushort Method, uint Crc, ushort Time, long Packed, long Size, ReadOnlyMemory<byte> Extra)
{
    public bool Encrypted => (Flags & 1) != 0;

    public bool IsFolder => Name.EndsWith('/') && Size == 0;
}
