using System.Buffers.Binary;

namespace Postvakt.EventLogs.Evtx;

/// <summary>
/// The first 4,096 bytes of an EVTX file (libyal, "Windows XML Event Log (EVTX)", File header). Nothing in it is needed to read the rest: its count of chunks
/// has 16 bits, is old in a dirty file and missing in some, so that chunks are found by their signature instead.
/// </summary>
internal static class EvtxFileHeader
{
    public const int BlockSize = 4096;

    public static ReadOnlySpan<byte> Signature => "ElfFile\0"u8;

    public static void Check(ReadOnlySpan<byte> header, LogReport report)
    {
        if (header.Length < 128)
        {
            report.AddTorn(default, "The file ends inside its header.");
            return;
        }
        report.IsDirty = (BinaryPrimitives.ReadUInt32LittleEndian(header[120..]) & 1) != 0;
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[124..]) != Crc32.Of(header[..120])) report.AddWrongChecksum(default, "The checksum of the file header is wrong.");
        var major = BinaryPrimitives.ReadUInt16LittleEndian(header[38..]);
        if (major != 3) report.Note(default, $"The file says that its format is version {major}; it is read as version 3.");
    }
}
