using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Postvakt.Intake.Gateway;

/// <summary>Ids of records: 16 characters that can be read out over the telephone (Crockford's base 32), made from the mail and the time it came.</summary>
internal static class RecordIds
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public static string Of(byte[] repeatKey, DateTimeOffset at)
    {
        Span<byte> input = stackalloc byte[repeatKey.Length + 8];
        repeatKey.CopyTo(input);
        BinaryPrimitives.WriteInt64BigEndian(input[^8..], at.UtcTicks);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(input, hash);
        return string.Create(16, (BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..])), static (text, bits) =>
        {
            for (var i = 0; i < 8; i++)
            {
                text[i] = Alphabet[(int)(bits.Item1 >> (i * 5)) & 31];
                text[i + 8] = Alphabet[(int)(bits.Item2 >> (i * 5)) & 31];
            }
        });
    }
}
