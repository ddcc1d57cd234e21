using System.Security.Cryptography;

namespace Postvakt.Documents.Scans;

/// <summary>Hashes by which lists of known files name them, as lower-case hex; MD5 and SHA-1 prove nothing.</summary>
public static class ContentHash
{
    public static string Md5(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(MD5.HashData(content));

    public static string Sha1(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA1.HashData(content));

    public static string Sha256(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
