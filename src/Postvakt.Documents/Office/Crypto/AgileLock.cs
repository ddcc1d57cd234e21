using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Packages;

namespace Postvakt.Documents.Office.Crypto;

/// <summary>Agile encryption of packages: described in XML, AES in CBC, segments of 4,096 bytes ([MS-OFFCRYPTO] 2.3.4.10 on).</summary>
internal sealed class AgileLock : IPackageLock
{
    private const int Segment = 4096;

    private static readonly byte[] VerifierInput = [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79];
    private static readonly byte[] VerifierValue = [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E];
    private static readonly byte[] KeyValue = [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6];

    private readonly Budget _budget;
    private readonly int _spins;
    private Cipher? _data;
    private Cipher? _password;
    private byte[] _input = [];
    private byte[] _value = [];
    private byte[] _encryptedKey = [];
    private byte[] _key = [];

    /// <param name="descriptor">The XML.</param>
    public AgileLock(ReadOnlyMemory<byte> descriptor, Budget budget)
    {
        _budget = budget;
        using var xml = new PartXml(descriptor, budget);
        while (xml.Read())
        {
            if (!xml.IsElement) continue;
            if (xml.Name == "keyData") _data = Cipher.Read(xml);
            if (xml.Name != "encryptedKey" || _password is not null) continue;
            _password = Cipher.Read(xml);
            if (!int.TryParse(xml.Attribute("spinCount"), NumberStyles.None, CultureInfo.InvariantCulture, out _spins)) throw new MalformedException("no count of turns");
            // Office takes up to ten million: that is our patience, not the file's fault.
            if (_spins > KeySpin.MostSpins) throw new LimitException($"a key of {_spins:N0} turns", isLocal: true);
            (_input, _value, _encryptedKey) = (Bytes(xml, "encryptedVerifierHashInput"), Bytes(xml, "encryptedVerifierHashValue"), Bytes(xml, "encryptedKeyValue"));
        }
        if (_data is null || _password is null || _input.Length == 0 || _value.Length == 0 || _encryptedKey.Length == 0) throw new MalformedException("no key that a password opens");
    }

    public bool Opens(string password)
    {
        var cipher = _password!;
        var spun = KeySpin.Hash(cipher.Hash, cipher.Salt, password, _spins, _budget);
        var hash = cipher.Digest(Cipher.Decrypt(_input, cipher.Key(spun, VerifierInput), cipher.Salt));
        var stated = Cipher.Decrypt(_value, cipher.Key(spun, VerifierValue), cipher.Salt);
        if (stated.Length < hash.Length || !hash.AsSpan().SequenceEqual(stated.AsSpan(0, hash.Length))) return false;
        var key = Cipher.Decrypt(_encryptedKey, cipher.Key(spun, KeyValue), cipher.Salt);
        _key = key.Length >= _data!.KeyBytes ? key[.._data.KeyBytes] : throw new MalformedException("a key too short");
        return true;
    }

    public byte[] Decrypt(ReadOnlySpan<byte> package)
    {
        var stated = BinaryPrimitives.ReadUInt64LittleEndian(package);
        package = package[8..];
        using var plain = new MemoryStream(package.Length);
        Span<byte> number = stackalloc byte[4];
        for (var i = 0; package.Length >= 16; i++)
        {
            _budget.Look();
            BinaryPrimitives.WriteInt32LittleEndian(number, i);
            var piece = package[..Math.Min(Segment, package.Length & ~15)];
            package = package[piece.Length..];
            plain.Write(Cipher.Decrypt(piece, _key, _data!.Digest([.. _data.Salt, .. number])));
        }
        var length = (int)Math.Min(stated, (ulong)plain.Length);
        return plain.ToArray()[..length];
    }

    private static byte[] Bytes(PartXml xml, string attribute) => Cipher.Base64(xml.Attribute(attribute), 1024);

    /// <summary>One of the two places that say how something is encrypted.</summary>
    private sealed record Cipher(byte[] Salt, int KeyBytes, HashAlgorithmName Hash)
    {
        public static Cipher Read(PartXml xml)
        {
            var hash = (xml.Attribute("hashAlgorithm") ?? "").ToUpperInvariant().Replace("-", "", StringComparison.Ordinal) switch
            {
                "SHA1" => HashAlgorithmName.SHA1,
                "SHA256" => HashAlgorithmName.SHA256,
                "SHA384" => HashAlgorithmName.SHA384,
                "SHA512" => HashAlgorithmName.SHA512,
                "MD5" => HashAlgorithmName.MD5,
                var other => throw new MalformedException("an unknown hash " + other),
            };
            if (xml.Attribute("cipherAlgorithm") != "AES") throw new MalformedException("an unknown cipher");
            if (!int.TryParse(xml.Attribute("keyBits"), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) || bits is not (128 or 192 or 256)) throw new MalformedException("an unknown key size");
            // ChainingModeCFB is allowed, too; no version of Office writes it.
            if (xml.Attribute("cipherChaining") is not "ChainingModeCBC") throw new MalformedException("an unknown chaining");
            var salt = Base64(xml.Attribute("saltValue"), 256);
            return salt.Length > 0 ? new Cipher(salt, bits / 8, hash) : throw new MalformedException("no salt");
        }

        public static byte[] Base64(string? text, int most)
        {
            if (text is null || text.Length > most * 2) return [];
            var bytes = new byte[text.Length];
            return Convert.TryFromBase64String(text, bytes, out var written) && written <= most ? bytes[..written] : [];
        }

        public byte[] Digest(byte[] data) => CryptographicOperations.HashData(Hash, data);

        public byte[] Key(byte[] spun, byte[] block) => Fit(Digest([.. spun, .. block]), KeyBytes);

        public static byte[] Decrypt(ReadOnlySpan<byte> data, byte[] key, byte[] vector)
        {
            if (data.Length % 16 != 0) throw new MalformedException("encrypted content that is no whole number of blocks");
            using var aes = Aes.Create();
            aes.Key = key;
            return aes.DecryptCbc(data, Fit(vector, 16), PaddingMode.None);
        }

        /// <summary>2.3.4.11: cut, or filled up with 0x36.</summary>
        private static byte[] Fit(byte[] bytes, int length)
        {
            var fit = new byte[length];
            Array.Fill(fit, (byte)0x36);
            bytes.AsSpan(0, Math.Min(length, bytes.Length)).CopyTo(fit);
            return fit;
        }
    }
}
