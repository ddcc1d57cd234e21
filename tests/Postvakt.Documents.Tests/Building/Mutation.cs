using System.Buffers.Binary;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Spoils bytes as an attacker or a bad line would.</summary>
internal static class Mutation
{
    private static readonly uint[] Extremes = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF];

    public static byte[] Of(byte[] original, Random random)
    {
        var bytes = original.ToArray();
        for (var times = 1 + random.Next(4); times > 0 && bytes.Length > 8; times--)
        {
            var at = Where(bytes.Length, random);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes = bytes[..Math.Max(8, at)];
                    break;
                case 3:
                    var length = 1 + random.Next(Math.Min(64, bytes.Length - at));
                    bytes.AsSpan(Where(Math.Max(1, bytes.Length - length), random), length).CopyTo(bytes.AsSpan(at));
                    break;
                case 4 when at + 4 <= bytes.Length:
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), Extremes[random.Next(Extremes.Length)]);
                    break;
                case 5 when at + 2 <= bytes.Length:
                    BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)Extremes[random.Next(Extremes.Length)]);
                    break;
                default:
                    break;
            }
        }
        return bytes;
    }

    /// <summary>Mostly near the beginning or the end, where formats keep their tables.</summary>
    private static int Where(int length, Random random) => random.Next(4) switch
    {
        0 => random.Next(Math.Min(length, 128)),
        1 => length - 1 - random.Next(Math.Min(length, 128)),
        _ => random.Next(length),
    };
}
