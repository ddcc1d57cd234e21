using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Postvakt.Intake.Gateway;

/// <summary>
/// Ids of records: 16 characters that can be read out over the telephone (Crockford's base 32). Seven of them are the second the mail came, so that ids
/// stand in the order of time and their index grows at its end; nine are made from the mail and the exact time.
/// </summary>
internal static class RecordIds
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TimeLength = 7, Length = 16, Bits = 5;

    public static string Of(byte[] repeatKey, DateTimeOffset at)
    {
        Span<byte> input = stackalloc byte[repeatKey.Length + 8];
        repeatKey.CopyTo(input);
        BinaryPrimitives.WriteInt64BigEndian(input[^8..], at.UtcTicks);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(input, hash);
        return string.Create(Length, (Time: (ulong)at.ToUnixTimeSeconds(), Hash: BinaryPrimitives.ReadUInt64BigEndian(hash)), static (text, bits) =>
        {
            for (var i = 0; i < TimeLength; i++) text[i] = Alphabet[(int)(bits.Time >> ((TimeLength - 1 - i) * Bits)) & 31];
            for (var i = TimeLength; i < Length; i++) text[i] = Alphabet[(int)(bits.Hash >> ((i - TimeLength) * Bits)) & 31];
        });
    }
}
