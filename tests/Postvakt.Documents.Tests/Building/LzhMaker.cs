using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes LZH archives: stored, or lh5 with fixed codes and a simple search.</summary>
internal static class LzhMaker
{
    private static readonly byte[] LetterLengths = [.. Enumerable.Range(0, 510).Select(i => (byte)(i is 256 or 257 ? 8 : 9))];
    private static readonly byte[] DistanceLengths = [.. Enumerable.Range(0, 14).Select(i => (byte)(i < 2 ? 3 : 4))];

    public static byte[] Archive(int level, string method, params (string Name, byte[] Content)[] files)
    {
        using var into = new MemoryStream();
        foreach (var (name, content) in files)
        {
            var packed = method == "-lh5-" ? Pack(content) : content;
            into.Write(Head(level, method, name, content, packed.Length));
            into.Write(packed);
        }
        into.WriteByte(0);
        return into.ToArray();
    }

    private static byte[] Head(int level, string method, string name, byte[] content, int packed)
    {
        var letters = Encoding.ASCII.GetBytes(name);
        var crc = Crc16(content);
        byte[] Long(int value)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            return bytes;
        }

        var more = level == 0 ? [] : (byte[])[1, .. letters, 0, 0];
        byte[] way = Encoding.ASCII.GetBytes(method);
        if (level == 2)
        {
            var size = 26 + more.Length;
            return [(byte)size, (byte)(size >> 8), .. way, .. Long(packed), .. Long(content.Length), 0, 0, 0, 0x60, 0x20, 2, (byte)crc, (byte)(crc >> 8), (byte)'M', (byte)more.Length, (byte)(more.Length >> 8), .. more];
        }
        byte[] shown = level == 0 ? letters : [];
        byte[] tail = level == 0 ? [] : [(byte)'M', (byte)more.Length, (byte)(more.Length >> 8)];
        byte[] rest = [.. way, .. Long(packed + more.Length), .. Long(content.Length), 0, 0x60, 0x21, 0x58, 0x20, (byte)level, (byte)shown.Length, .. shown, (byte)crc, (byte)(crc >> 8), .. tail];
        return [(byte)rest.Length, (byte)rest.Sum(b => b), .. rest, .. more];
    }

    private static byte[] Pack(byte[] content)
    {
        var bits = new BitWriter(words: false);
        var (letters, distances) = (Codes(LetterLengths), Codes(DistanceLengths));
        var symbols = new List<(int Symbol, int Back)>();
        for (var at = 0; at < content.Length;)
        {
            var (back, length) = Search(content, at);
            symbols.Add(length < 3 ? (content[at], 0) : (256 + length - 3, back));
            at += length < 3 ? 1 : length;
        }
        foreach (var block in symbols.Chunk(4000))
        {
            bits.Bits((uint)block.Length, 16);
            // Lengths 8 and 9 are symbols 10 and 11, one bit each; behind the third length three are left out.
            bits.Bits(12, 5).Bits(0, 9).Bits(3, 2).Bits(0, 12).Bits(1, 3).Bits(1, 3);
            bits.Bits(510, 9);
            foreach (var length in LetterLengths) bits.Bits(length == 8 ? 0u : 1, 1);
            bits.Bits(14, 4);
            foreach (var length in DistanceLengths) bits.Bits(length, 3);
            foreach (var (symbol, back) in block)
            {
                bits.Bits(letters[symbol], LetterLengths[symbol]);
                if (symbol < 256) continue;
                var place = back - 1;
                var width = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)place);
                bits.Bits(distances[width], DistanceLengths[width]);
                if (width > 1) bits.Bits((uint)place & (1u << width - 1) - 1, width - 1);
            }
        }
        return bits.Take();
    }

    private static (int Back, int Length) Search(byte[] content, int at)
    {
        var best = (Back: 0, Length: 0);
        foreach (var back in new[] { 1, 2, 7, 45, 100, 1000, 8000 })
        {
            var length = 0;
            while (back <= at && length < 256 && at + length < content.Length && content[at + length] == content[at + length - back]) length++;
            if (length > best.Length) best = (back, length);
        }
        return best;
    }

    private static uint[] Codes(byte[] lengths)
    {
        var codes = new uint[lengths.Length];
        uint code = 0;
        for (var length = 1; length <= 16; length++, code <<= 1)
        {
            for (var i = 0; i < lengths.Length; i++)
            {
                if (lengths[i] == length) codes[i] = code++;
            }
        }
        return codes;
    }

    private static ushort Crc16(byte[] content)
    {
        ushort crc = 0;
        foreach (var b in content)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (ushort)((crc & 1) != 0 ? crc >> 1 ^ 0xA001 : crc >> 1);
        }
        return crc;
    }
}
