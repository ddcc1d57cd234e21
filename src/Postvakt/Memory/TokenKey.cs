using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Postvakt.Memory;

/// <summary>
/// Signs short marks that leave the house and come back, so that nobody else can make them: version, a dot, and HMAC-SHA-256 (RFC 2104) cut to
/// 128 bits, in hexadecimal.
/// </summary>
public sealed class TokenKey
{
    private const int Bytes = 16;
    private readonly SortedList<int, byte[]> _keys;

    /// <param name="keys">Keys of 32 bytes by version, from 1; the highest signs, all of them check.</param>
    public TokenKey(IReadOnlyDictionary<int, byte[]> keys)
    {
        if (keys.Count == 0 || keys.Any(k => k.Key < 1 || k.Value.Length != 32)) throw new ArgumentException("keys of 32 bytes with versions from 1", nameof(keys));
        _keys = new SortedList<int, byte[]>(keys.ToDictionary());
    }

    /// <summary>The mark for a text.</summary>
    public string Sign(string text) => Mark(_keys.Keys[^1], _keys.Values[^1], text);

    /// <summary>Whether a mark was made for this text by one of the keys. Takes the same time for every wrong mark of the right length.</summary>
    public bool Holds(string mark, string text) =>
        mark.Length <= 64 && mark.IndexOf('.', StringComparison.Ordinal) is var dot and > 0
        && int.TryParse(mark.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && _keys.TryGetValue(version, out var key)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Mark(version, key, text)), Encoding.UTF8.GetBytes(mark));

    private static string Mark(int version, byte[] key, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{version}.{Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)).AsSpan(0, Bytes))}");
}
