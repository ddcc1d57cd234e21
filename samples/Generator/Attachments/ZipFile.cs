using System.Text;

namespace Postvakt.Samples.Attachments;

/// <summary>A zip with one stored entry (APPNOTE 4.3), with the traditional encryption (6.1) where there is a password:
/// the library writes neither locked zips nor the same bytes each time.</summary>
internal static class ZipFile
{
    private const ushort Date = 0x5D5C; // 2026-10-28
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(number => Remainder((uint)number))];

    public static byte[] Create(string entryName, byte[] content, string? password, byte[] salt)
    {
        var name = Encoding.UTF8.GetBytes(entryName);
        var crc = ~content.Aggregate(~0u, Crc);
        var data = password is null ? content : Lock([.. salt.Take(11), (byte)(crc >> 24), .. content], password);
        var flags = (ushort)(0x800 | (password is null ? 0 : 1));

        using var stream = new MemoryStream();
        using var zip = new BinaryWriter(stream);
        zip.Write(0x04034b50);
        WriteCommon(zip, flags, crc, data.Length, content.Length, name.Length);
        zip.Write(name);
        zip.Write(data);
        var directory = (int)stream.Position;
        zip.Write(0x02014b50);
        zip.Write((ushort)20);
        WriteCommon(zip, flags, crc, data.Length, content.Length, name.Length);
        zip.Write(new byte[14]); // comment, disk, attributes, offset of the only entry
        zip.Write(name);
        var end = (int)stream.Position;
        zip.Write(0x06054b50);
        zip.Write(0);
        zip.Write((ushort)1);
        zip.Write((ushort)1);
        zip.Write(end - directory);
        zip.Write(directory);
        zip.Write((ushort)0);
        zip.Flush();
        return stream.ToArray();
    }

    private static void WriteCommon(BinaryWriter zip, ushort flags, uint crc, int packed, int size, int nameLength)
    {
        zip.Write((ushort)20);
        zip.Write(flags);
        zip.Write((ushort)0); // stored
        zip.Write((ushort)0);
        zip.Write(Date);
        zip.Write(crc);
        zip.Write(packed);
        zip.Write(size);
        zip.Write((ushort)nameLength);
        zip.Write((ushort)0);
    }

    private static byte[] Lock(byte[] content, string password)
    {
        uint a = 0x12345678, b = 0x23456789, c = 0x34567890;
        foreach (var letter in Encoding.UTF8.GetBytes(password))
        {
            Turn(letter);
        }

        return [.. content.Select(plain =>
        {
            var t = (c & 0xFFFF) | 2;
            var locked = (byte)(plain ^ (byte)((t * (t ^ 1)) >> 8));
            Turn(plain);
            return locked;
        })];

        void Turn(byte octet)
        {
            a = Crc(a, octet);
            b = unchecked(((b + (a & 0xFF)) * 134775813) + 1);
            c = Crc(c, (byte)(b >> 24));
        }
    }

    private static uint Crc(uint crc, byte octet) => Table[(crc ^ octet) & 0xFF] ^ (crc >> 8);

    private static uint Remainder(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320u : value >> 1;
        }

        return value;
    }
}
