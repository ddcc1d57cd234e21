using System.Security.Cryptography;
using System.Text;

namespace Postvakt.Access;

/// <summary>Secrets that are given out once and of which only a hash is kept: 32 random bytes need no slow hash.</summary>
internal static class Secret
{
    private const int Bytes = 32;

    /// <summary>Characters of the bytes in Base64 without padding.</summary>
    public const int Length = (Bytes * 4 + 2) / 3;

    public static string New() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Names it in lists and in the audit: the beginning of the hash.</summary>
    public static string IdOf(string hash) => hash[..16];

    public static bool IsSame(string hash, string other) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(other));
}
