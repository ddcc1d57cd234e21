using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes zip archives, honest and lying (APPNOTE 4.3).</summary>
internal sealed class ZipMaker
{
    private readonly List<(string Name, byte[] Packed, byte[] Extra, uint Crc, long Size, ushort Method, ZipOptions Options)> _entries = [];

    public byte[] Prefix { get; init; } = [];

    /// <summary>Every directory entry points at the first entry's data.</summary>
    public bool ShareData { get; init; }

    public bool WithoutDirectory { get; init; }

    public static byte[] Of(string name, byte[] content, ZipOptions? options = null) => new ZipMaker().Add(name, content, options).Build();

    public static byte[] Deflate(byte[] content)
    {
        using var into = new MemoryStream();
        using (var deflate = new DeflateStream(into, CompressionLevel.Optimal)) deflate.Write(content);
        return into.ToArray();
    }

    public ZipMaker Add(string name, string content, ZipOptions? options = null) => Add(name, Encoding.UTF8.GetBytes(content), options);

    public ZipMaker Add(string name, byte[] content, ZipOptions? options = null)
    {
        options ??= new ZipOptions();
        var packed = options.Packed ?? (options.Method == 8 ? Deflate(content) : content);
        var crc = Checksum(content);
        var (method, extra) = (options.Method, Array.Empty<byte>());
        if (options.Password is { } password)
        {
            if (options.Aes > 0)
            {
                extra = [1, 0x99, 7, 0, (byte)options.AesVersion, 0, (byte)'A', (byte)'E', (byte)options.Aes, (byte)method, (byte)(method >> 8)];
                (packed, method) = (EncryptAes(packed, password, options.Aes), 99);
                if (options.AesVersion == 2) crc = 0;
            }
            else
            {
                packed = EncryptOld(packed, password, options.Streamed ? (byte)0x60 : (byte)(crc >> 24));
            }
        }
        _entries.Add((name, packed, extra, crc, options.StatedSize ?? content.Length, method, options));
        return this;
    }

    public byte[] Build()
    {
        using var into = new MemoryStream();
        into.Write(Prefix);
        var places = new List<long>();
        foreach (var (name, packed, extra, crc, size, method, options) in _entries)
        {
            places.Add(ShareData && places.Count > 0 ? places[0] : into.Position - Prefix.Length);
            if (ShareData && places.Count > 1) continue;
            into.Write(Head(0x04034b50, Encoding.UTF8.GetBytes(options.HeaderName ?? name), extra, options.Streamed ? 0 : crc, options.Streamed ? 0 : packed.Length, options.Streamed ? 0 : size, options.HeaderMethod ?? method, options, null));
            into.Write(packed);
            if (!options.Streamed) continue;
            into.Write("PK\x07\x08"u8);
            into.Write(Bytes(crc, (uint)packed.Length, (uint)size));
        }
        if (WithoutDirectory) return into.ToArray();
        var start = into.Position;
        var count = 0;
        for (var i = 0; i < _entries.Count; i++)
        {
            var (name, packed, extra, crc, size, method, options) = _entries[i];
            if (options.Unlisted) continue;
            count++;
            into.Write(Head(0x02014b50, Encoding.UTF8.GetBytes(name), extra, crc, packed.Length, size, method, options, places[i]));
        }
        var length = into.Position - start;
        into.Write("PK\x05\x06\0\0\0\0"u8);
        into.Write([(byte)count, (byte)(count >> 8), (byte)count, (byte)(count >> 8)]);
        into.Write(Bytes((uint)length, (uint)(start - Prefix.Length)));
        into.Write([0, 0]);
        return into.ToArray();
    }

    public static uint Checksum(ReadOnlySpan<byte> content)
    {
        var crc = ~0u;
        foreach (var b in content) crc = Step(crc, b);
        return ~crc;
    }

    private static byte[] Head(uint signature, byte[] name, byte[] extra, uint crc, long packed, long size, ushort method, ZipOptions options, long? place)
    {
        using var into = new MemoryStream();
        if (options.Zip64)
        {
            var wide = new byte[4 + (place is null ? 16 : 24)];
            (wide[0], wide[2]) = (1, (byte)(wide.Length - 4));
            BinaryPrimitives.WriteInt64LittleEndian(wide.AsSpan(4), size);
            BinaryPrimitives.WriteInt64LittleEndian(wide.AsSpan(12), packed);
            if (place is { } at) BinaryPrimitives.WriteInt64LittleEndian(wide.AsSpan(20), at);
            extra = [.. wide, .. extra];
        }
        into.Write(Bytes(signature));
        if (place is not null) into.Write([63, 0]);
        var flags = (options.Password is null ? 0 : 1) | (options.Streamed ? 8 : 0) | 0x800 | options.ExtraFlags;
        into.Write([63, 0, (byte)flags, (byte)(flags >> 8), (byte)method, (byte)(method >> 8), 0, 0x60, 0x21, 0x58]);
        into.Write(Bytes(crc, options.Zip64 ? uint.MaxValue : (uint)packed, options.Zip64 ? uint.MaxValue : (uint)size));
        into.Write([(byte)name.Length, (byte)(name.Length >> 8), (byte)extra.Length, (byte)(extra.Length >> 8)]);
        if (place is { } offset)
        {
            into.Write(new byte[10]);
            into.Write(Bytes(options.Zip64 ? uint.MaxValue : (uint)offset));
        }
        into.Write(name);
        into.Write(extra);
        return into.ToArray();
    }

    private static byte[] EncryptOld(byte[] plain, string password, byte check)
    {
        var (key0, key1, key2) = (0x12345678u, 0x23456789u, 0x34567890u);
        void Move(byte b)
        {
            key0 = Step(key0, b);
            key1 = (key1 + (key0 & 0xFF)) * 134775813 + 1;
            key2 = Step(key2, (byte)(key1 >> 24));
        }

        foreach (var b in Encoding.UTF8.GetBytes(password)) Move(b);
        byte[] all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, check, .. plain];
        for (var i = 0; i < all.Length; i++)
        {
            var b = all[i];
            var temp = (key2 | 2) & 0xFFFF;
            all[i] ^= (byte)(temp * (temp ^ 1) >> 8);
            Move(b);
        }
        return all;
    }

    private static byte[] EncryptAes(byte[] plain, string password, int strength)
    {
        var keyBytes = 8 + 8 * strength;
        var salt = Enumerable.Range(1, keyBytes / 2).Select(i => (byte)i).ToArray();
        var keys = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, 1000, HashAlgorithmName.SHA1, 2 * keyBytes + 2);
        using var aes = Aes.Create();
        aes.Key = keys[..keyBytes];
        var cipher = new byte[plain.Length];
        var counter = new byte[16];
        for (var at = 0; at < plain.Length; at += 16)
        {
            BinaryPrimitives.WriteInt64LittleEndian(counter, at / 16 + 1);
            var pad = aes.EncryptEcb(counter, PaddingMode.None);
            for (var i = at; i < Math.Min(at + 16, plain.Length); i++) cipher[i] = (byte)(plain[i] ^ pad[i - at]);
        }
#pragma warning disable CA5350 // SHA-1 is what the format prescribes.
        return [.. salt, .. keys[^2..], .. cipher, .. HMACSHA1.HashData(keys.AsSpan(keyBytes, keyBytes), cipher)[..10]];
#pragma warning restore CA5350
    }

    private static uint Step(uint crc, byte b)
    {
        crc ^= b;
        for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        return crc;
    }

    private static byte[] Bytes(params uint[] values)
    {
        var bytes = new byte[values.Length * 4];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), values[i]);
        return bytes;
    }
}
