using System.Buffers.Binary;
using System.Security.Cryptography;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Office.Crypto;

/// <summary>Standard encryption of packages: AES in ECB, SHA-1 ([MS-OFFCRYPTO] 2.3.4.5 on).</summary>
internal sealed class StandardLock : IPackageLock
{
    private const int Spins = 50_000;

    private readonly byte[] _salt;
    private readonly byte[] _verifier;
    private readonly byte[] _verifierHash;
    private readonly int _keyBytes;
    private readonly Budget _budget;
    private byte[] _key = [];

    /// <param name="info">After version and flags.</param>
    public StandardLock(ref ByteReader info, Budget budget)
    {
        _budget = budget;
        var header = new ByteReader(info.Take(info.Length32()));
        header.Skip(8);
        var algorithm = header.UInt32();
        header.Skip(4);
        var bits = header.Int32();
        _keyBytes = algorithm switch { 0x660E => 16, 0x660F => 24, 0x6610 => 32, _ => bits is 128 or 192 or 256 ? bits / 8 : throw new MalformedException("an unknown cipher") };
        info.Skip(4);
        _salt = info.Take(16).ToArray();
        _verifier = info.Take(16).ToArray();
        info.Skip(4);
        _verifierHash = info.Take(32).ToArray();
    }

    public bool Opens(string password)
    {
        var spun = KeySpin.Hash(HashAlgorithmName.SHA1, _salt, password, Spins, _budget);
        var key = Derive(SHA1.HashData([.. spun, 0, 0, 0, 0]), _keyBytes);
        using var aes = Aes.Create();
        aes.Key = key;
        var hash = SHA1.HashData(aes.DecryptEcb(_verifier, PaddingMode.None));
        if (!hash.AsSpan().SequenceEqual(aes.DecryptEcb(_verifierHash, PaddingMode.None).AsSpan(0, 20))) return false;
        _key = key;
        return true;
    }

    public byte[] Decrypt(ReadOnlySpan<byte> package)
    {
        using var aes = Aes.Create();
        aes.Key = _key;
        var stated = BinaryPrimitives.ReadUInt64LittleEndian(package);
        var plain = aes.DecryptEcb(package[8..][..((package.Length - 8) & ~15)], PaddingMode.None);
        return stated < (ulong)plain.Length ? plain[..(int)stated] : plain;
    }

    /// <summary>2.3.4.7: both halves of the key come from the hash, as in CryptDeriveKey.</summary>
    private static byte[] Derive(byte[] hash, int bytes)
    {
        byte[] Half(byte fill)
        {
            var block = new byte[64];
            Array.Fill(block, fill);
            for (var i = 0; i < hash.Length; i++) block[i] ^= hash[i];
            return SHA1.HashData(block);
        }

        return [.. Half(0x36).Concat(Half(0x5C)).Take(bytes)];
    }
}
