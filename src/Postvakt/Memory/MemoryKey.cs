using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Postvakt.Memory;

/// <summary>
/// Turns ids, subjects, habits and text into keyed 48-bit numbers: HMAC-SHA-256 (RFC 2104) or AES with the installation's key, cut short. Without
/// the key a stolen database gives nothing away; 48 bits keep accidental hits below one in a million at 100 million entries a lookup.
/// </summary>
public sealed class MemoryKey
{
    private const int MaxInput = 512;
    private const int MaxCached = 8_192;
    private readonly byte[] _key;
    private readonly Aes _shingles;
    private readonly Dictionary<(KeyedUse, string), long> _cache = [];

    /// <param name="key">At least 32 bytes.</param>
    public MemoryKey(byte[] key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 32);
        _key = [.. key];
        // A cipher of its own a call would cost more than what it enciphers. It keeps no state between calls.
        _shingles = Aes.Create();
        _shingles.Key = HMACSHA256.HashData(_key, "shingles"u8);
    }

    /// <summary>Public name of the key, to tell whether a store was made with it: tells nothing about the key.</summary>
    public string Id => Convert.ToHexStringLower(BitConverter.GetBytes(Of(KeyedUse.KeyName, "postvakt")))[..12];

    /// <summary>The number for a text. Equal texts of different uses give unrelated numbers.</summary>
    public long Of(KeyedUse use, ReadOnlySpan<char> text)
    {
        Span<byte> input = stackalloc byte[MaxInput * 3 + 1];
        if (text.Length > MaxInput) text = text[..MaxInput];
        input[0] = (byte)use;
        var length = 1 + Encoding.UTF8.GetBytes(text, input[1..]);
        return Cut(input[..length]);
    }

    /// <summary>The number for a text that comes back often (a program's name, a domain): kept in a bounded cache. Not for concurrent use.</summary>
    public long OfFrequent(KeyedUse use, string text)
    {
        if (_cache.TryGetValue((use, text), out var known)) return known;
        if (_cache.Count >= MaxCached) _cache.Clear();
        return _cache[(use, text)] = Of(use, text);
    }

    /// <summary>
    /// The numbers for a text's shingle hashes, in their order: one block of AES-256 each, under a key derived for this (a block cipher is a
    /// pseudorandom function for fewer than 2^64 blocks; an HMAC for each cost twenty times as much).
    /// </summary>
    public long[] OfShingles(ReadOnlySpan<ulong> hashes)
    {
        if (hashes.IsEmpty) return [];
        var blocks = new byte[hashes.Length * 16];
        for (var i = 0; i < hashes.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(blocks.AsSpan(i * 16), hashes[i]);
        _shingles.EncryptEcb(blocks, blocks, PaddingMode.None);
        var numbers = new long[hashes.Length];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = BinaryPrimitives.ReadInt64LittleEndian(blocks.AsSpan(i * 16)) & 0x7FFF_FFFF_FFFF;
        return numbers;
    }

    private long Cut(ReadOnlySpan<byte> input)
    {
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(_key, input, mac);
        return BinaryPrimitives.ReadInt64LittleEndian(mac) & 0x7FFF_FFFF_FFFF;
    }
}
