namespace Postvakt.Documents.Bytes;

/// <summary>The checksum of zip and others (ISO 3309, polynomial 0xEDB88320 reflected).</summary>
internal static class Crc32
{
    private static readonly uint[] Table = Build();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var b in bytes) crc = Next(crc, b);
        return ~crc;
    }

    /// <summary>One byte further, without the inversions at the ends (APPNOTE 6.1.5 uses it so).</summary>
    public static uint Next(uint crc, byte b) => crc >> 8 ^ Table[(byte)crc ^ b];

    private static uint[] Build()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320 : value >> 1;
            table[i] = value;
        }
        return table;
    }
}
