using System.Buffers.Binary;
using System.Globalization;

namespace Postvakt.EventLogs.Evtx.Values;

/// <summary>Security identifiers as S-1-… ([MS-DTYP] 2.4.2).</summary>
internal static class SidText
{
    private const int MostParts = 15;

    /// <summary>Bytes of the identifier that begins here; 0 when there is none.</summary>
    public static int Size(ReadOnlySpan<byte> bytes) => bytes.Length >= 8 && bytes[1] <= MostParts && bytes.Length >= 8 + bytes[1] * 4 ? 8 + bytes[1] * 4 : 0;

    public static bool TryWrite(ReadOnlySpan<byte> bytes, Span<char> into, out int written)
    {
        written = 0;
        var size = Size(bytes);
        if (size == 0) return false;
        var authority = (ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) << 32 | BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        "S-".CopyTo(into);
        written = 2;
        written += Number(bytes[0], into[written..]);
        into[written++] = '-';
        if (authority <= uint.MaxValue) written += Number(authority, into[written..]);
        else
        {
            "0x".CopyTo(into[written..]);
            authority.TryFormat(into[(written + 2)..], out var digits, "x12", CultureInfo.InvariantCulture);
            written += digits + 2;
        }
        for (var at = 8; at < size; at += 4)
        {
            into[written++] = '-';
            written += Number(BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]), into[written..]);
        }
        return true;
    }

    private static int Number(ulong number, Span<char> into)
    {
        number.TryFormat(into, out var written, default, CultureInfo.InvariantCulture);
        return written;
    }
}
