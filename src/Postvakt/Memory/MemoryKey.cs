using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Postvakt.Memory;

/// <summary>
/// Turns ids, subjects, habits and text into keyed 48-bit numbers: HMAC-SHA-256 (RFC 2104) with the installation's key, cut short. Without
/// the key a stolen database gives nothing away; 48 bits keep accidental hits below one in a million at 100 million entries a lookup.
/// </summary>
public sealed class MemoryKey
{
    private const int MaxInput = 512;
    private const int MaxCached = 8_192;
    private readonly byte[] _key;
    private readonly Dictionary<(KeyedUse, string), long> _cache = [];

    /// <param name="key">At least 32 bytes.</param>
    public MemoryKey(byte[] key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 32);
        _key = [.. key];
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

    /// <summary>The number for a number, for example a shingle's hash.</summary>
    public long Of(KeyedUse use, ulong value)
    {
        Span<byte> input = stackalloc byte[9];
        input[0] = (byte)use;
        BinaryPrimitives.WriteUInt64LittleEndian(input[1..], value);
        return Cut(input);
    }

    private long Cut(ReadOnlySpan<byte> input)
    {
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(_key, input, mac);
        return BinaryPrimitives.ReadInt64LittleEndian(mac) & 0x7FFF_FFFF_FFFF;
    }
}

/// <summary>What a keyed number stands for. The values are stored; do not renumber.</summary>
public enum KeyedUse : byte
{
    KeyName = 0,
    MessageId = 1,
    Subject = 2,
    Text = 3,
    Name = 4,
    Habit = 5,
    Signal = 6,
}
