using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Office.Crypto;

/// <summary>Hashes a password with its salt many times over ([MS-OFFCRYPTO] 2.3.4.7, 2.3.4.11).</summary>
internal static class KeySpin
{
    /// <summary>Office writes 50,000 or 100,000. More than this is a trap for readers.</summary>
    public const int MostSpins = 1_000_000;

    public static byte[] Hash(HashAlgorithmName algorithm, ReadOnlySpan<byte> salt, string password, int spins, Budget budget)
    {
        var size = Size(algorithm);
        // The counter stands before the hash of the turn before.
        Span<byte> buffer = stackalloc byte[4 + 64];
        var turn = buffer[..(4 + size)];
        CryptographicOperations.HashData(algorithm, [.. salt, .. Encoding.Unicode.GetBytes(password)], turn[4..]);
        for (var i = 0; i < spins; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(turn, i);
            CryptographicOperations.HashData(algorithm, turn, turn[4..]);
            if ((i & 0xFFF) == 0xFFF) budget.Look();
        }
        return turn[4..].ToArray();
    }

    public static int Size(HashAlgorithmName algorithm) => algorithm.Name switch { "MD5" => 16, "SHA1" => 20, "SHA256" => 32, "SHA384" => 48, _ => 64 };
}
