using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Pdf;

namespace Postvakt.Documents.Office.Crypto;

/// <summary>
/// RC4 encryption of old documents: of Office 97 with 40 bits ([MS-OFFCRYPTO] 2.3.6) and by CryptoAPI (2.3.5). A new key is made for each block of the
/// stream.
/// </summary>
internal sealed class Rc4Lock : IPasswordLock
{
    private readonly int _block;
    private readonly byte[] _salt;
    private readonly byte[] _verifier;
    private readonly int _keyBytes;
    private readonly bool _byApi;
    private byte[] _base = [];

    private Rc4Lock(int block, byte[] salt, byte[] verifier, int keyBytes, bool byApi) => (_block, _salt, _verifier, _keyBytes, _byApi) = (block, salt, verifier, keyBytes, byApi);

    /// <param name="header">From its version on.</param>
    /// <param name="block">Bytes for which a key lasts: 1,024 in workbooks, 512 in documents.</param>
    public static Rc4Lock Read(ReadOnlySpan<byte> header, int block)
    {
        var reader = new ByteReader(header);
        var (major, minor) = (reader.UInt16(), reader.UInt16());
        if ((major, minor) == (1, 1)) return new Rc4Lock(block, reader.Take(16).ToArray(), reader.Take(32).ToArray(), 5, byApi: false);
        if (major is not (2 or 3 or 4) || minor != 2) throw new MalformedException($"encryption of version {major}.{minor}");
        reader.Skip(4);
        var inner = new ByteReader(reader.Take(reader.Length32()));
        inner.Skip(8);
        if (inner.UInt32() is var algorithm && algorithm is not (0 or 0x6801)) throw new MalformedException($"cipher {algorithm:x}");
        inner.Skip(4);
        var bits = inner.Int32();
        if (bits == 0) bits = 40;
        if (bits is < 40 or > 128 || bits % 8 != 0) throw new MalformedException($"a key of {bits} bits");
        reader.Skip(4);
        var salt = reader.Take(16).ToArray();
        var verifier = reader.Take(16);
        reader.Skip(4);
        return new Rc4Lock(block, salt, [.. verifier, .. reader.Take(20)], bits / 8, byApi: true);
    }

    public bool Opens(string password)
    {
        _base = Base(password);
        var plain = Rc4.Apply(Key(0), _verifier);
        var hash = _byApi ? SHA1.HashData(plain.AsSpan(0, 16)) : Md5(plain.AsSpan(0, 16));
        return hash.AsSpan().SequenceEqual(plain.AsSpan(16));
    }

    public byte[] Decrypt(ReadOnlySpan<byte> content, int start)
    {
        var plain = new byte[content.Length];
        for (var at = 0; at < content.Length;)
        {
            var inBlock = (start + at) % _block;
            var length = Math.Min(_block - inBlock, content.Length - at);
            // The key stream runs from the beginning of the block.
            var padded = new byte[inBlock + length];
            content.Slice(at, length).CopyTo(padded.AsSpan(inBlock));
            Rc4.Apply(Key((start + at) / _block), padded).AsSpan(inBlock).CopyTo(plain.AsSpan(at));
            at += length;
        }
        return plain;
    }

    private byte[] Base(string password)
    {
        var text = Encoding.Unicode.GetBytes(password);
        if (_byApi) return SHA1.HashData([.. _salt, .. text]);
        var first = Md5(text).AsSpan(0, 5);
        var repeated = new byte[16 * 21];
        for (var i = 0; i < 16; i++)
        {
            first.CopyTo(repeated.AsSpan(21 * i));
            _salt.CopyTo(repeated.AsSpan(21 * i + 5));
        }
        return Md5(repeated)[..5];
    }

    private byte[] Key(int block)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, block);
        if (!_byApi) return Md5([.. _base, .. number]);
        var key = SHA1.HashData([.. _base, .. number])[.._keyBytes];
        // 2.3.5.2: forty bits are filled up with zeros to 128.
        return _keyBytes == 5 ? [.. key, .. new byte[11]] : key;
    }

    /// <summary>The format prescribes MD5.</summary>
    private static byte[] Md5(ReadOnlySpan<byte> data) => CryptographicOperations.HashData(HashAlgorithmName.MD5, data);
}
