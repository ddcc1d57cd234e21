using System.Security.Cryptography;
using System.Text;

namespace Postvakt.Memory;

/// <summary>
/// Seals what may be kept but not read from a stolen store: AES-256-GCM (NIST SP 800-38D), a fresh 96-bit nonce each time. A sealed value is
/// key version (4 bytes, big endian), nonce, ciphertext, tag (16 bytes). The context (what it is and whose) is authenticated, so that a
/// sealed value moved to another row does not open.
/// </summary>
public sealed class SealingKey
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeadSize = 4 + NonceSize;
    private readonly SortedList<int, byte[]> _keys;

    /// <param name="keys">Keys of 32 bytes by version, from 1; the highest seals, all of them open.</param>
    public SealingKey(IReadOnlyDictionary<int, byte[]> keys)
    {
        if (keys.Count == 0 || keys.Any(k => k.Key < 1 || k.Value.Length != 32)) throw new ArgumentException("keys of 32 bytes with versions from 1", nameof(keys));
        _keys = new SortedList<int, byte[]>(keys.ToDictionary());
    }

    /// <summary>Version that seals.</summary>
    public int Version => _keys.Keys[^1];

    public byte[] Seal(ReadOnlySpan<byte> plain, string context)
    {
        var result = new byte[HeadSize + plain.Length + TagSize];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(result, Version);
        var nonce = result.AsSpan(4, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_keys.Values[^1], TagSize);
        aes.Encrypt(nonce, plain, result.AsSpan(HeadSize, plain.Length), result.AsSpan(HeadSize + plain.Length), Encoding.UTF8.GetBytes(context));
        return result;
    }

    public byte[] Seal(string plain, string context) => Seal(Encoding.UTF8.GetBytes(plain), context);

    /// <summary>The plain value, or null when the key is unknown or the value was changed or moved.</summary>
    public byte[]? Open(ReadOnlySpan<byte> value, string context)
    {
        if (value.Length < HeadSize + TagSize) return null;
        if (!_keys.TryGetValue(System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(value), out var key)) return null;
        var plain = new byte[value.Length - HeadSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(value[4..HeadSize], value[HeadSize..^TagSize], value[^TagSize..], plain, Encoding.UTF8.GetBytes(context));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
