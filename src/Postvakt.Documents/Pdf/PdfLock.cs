using System.Security.Cryptography;
using System.Text;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Pdf;

/// <summary>
/// The standard security handler (ISO 32000-2 7.6): RC4 and AES with 40 to 256 bits. Phishing papers are locked with an empty password, which every
/// reader tries by itself, so that scanners do not see their links.
/// </summary>
internal sealed class PdfLock
{
    /// <summary>7.6.4.3.2: fills passwords up to 32 bytes.</summary>
    private static readonly byte[] Filling =
    [
        0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08, 0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
    ];

    private readonly byte[] _key;
    private readonly Cipher _cipher;

    private enum Cipher
    {
        None,
        Rc4,
        Aes128,
        Aes256,
    }

    private PdfLock(byte[] key, Cipher cipher) => (_key, _cipher) = (key, cipher);

    /// <summary>Tries a user password. Null when it is wrong or the lock is of a kind that we do not know.</summary>
    public static PdfLock? Open(PdfDictionary encrypt, byte[] id, string password, Budget budget)
    {
        if (encrypt["O"] is not PdfString owner || encrypt["U"] is not PdfString user || encrypt["R"] is not PdfNumber revision) return null;
        var cipher = CipherOf(encrypt);
        if (revision.Value >= 5) return OpenModern(encrypt, user.Bytes, (int)revision.Value, password, cipher, budget);
        var bits = encrypt["Length"] is PdfNumber { Value: >= 40 and <= 128 } length ? (int)length.Value : cipher == Cipher.Aes128 ? 128 : 40;
        var key = OldKey(encrypt, owner.Bytes, id, (int)revision.Value, (int)revision.Value == 2 ? 5 : bits / 8, Encoding.Latin1.GetBytes(password));
        return Fits(key, user.Bytes, id, (int)revision.Value) ? new PdfLock(key, cipher) : null;
    }

    private static Cipher CipherOf(PdfDictionary encrypt)
    {
        if (encrypt["V"] is not PdfNumber { Value: >= 4 }) return Cipher.Rc4;
        var name = encrypt["StmF"] is PdfName stream ? stream.Value : "Identity";
        return encrypt["CF"] is PdfDictionary filters && filters[name] is PdfDictionary filter && filter["CFM"] is PdfName method
            ? method.Value switch { "V2" => Cipher.Rc4, "AESV2" => Cipher.Aes128, "AESV3" => Cipher.Aes256, _ => Cipher.None }
            : Cipher.None;
    }

    /// <summary>7.6.4.3.2, algorithm 2.</summary>
    private static byte[] OldKey(PdfDictionary encrypt, byte[] owner, byte[] id, int revision, int length, byte[] password)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(Pad(password));
        hash.AppendData(owner.AsSpan(0, Math.Min(32, owner.Length)));
        var permissions = encrypt["P"] is PdfNumber p ? unchecked((int)(long)Math.Clamp(p.Value, long.MinValue, long.MaxValue)) : 0;
        hash.AppendData(BitConverter.GetBytes(permissions));
        hash.AppendData(id);
        if (revision >= 4 && encrypt["EncryptMetadata"] is PdfName { Value: "false" }) hash.AppendData([0xFF, 0xFF, 0xFF, 0xFF]);
        var key = hash.GetHashAndReset();
        if (revision >= 3)
        {
            for (var i = 0; i < 50; i++) key = MD5.HashData(key.AsSpan(0, length));
        }
        return key[..length];
    }

    private static byte[] Pad(byte[] password) => [.. password.Take(32).Concat(Filling).Take(32)];

    /// <summary>7.6.4.4.3 and 7.6.4.4.4, algorithms 4 to 6.</summary>
    private static bool Fits(byte[] key, byte[] user, byte[] id, int revision)
    {
        if (user.Length < 16) return false;
        if (revision == 2) return Rc4.Apply(key, Filling).AsSpan().StartsWith(user.AsSpan(0, Math.Min(32, user.Length)));
        var value = Rc4.Apply(key, MD5.HashData([.. Filling, .. id]));
        for (var round = 1; round < 20; round++)
        {
            var turned = key.Select(b => (byte)(b ^ round)).ToArray();
            value = Rc4.Apply(turned, value);
        }
        return value.AsSpan(0, 16).SequenceEqual(user.AsSpan(0, 16));
    }

    /// <summary>7.6.4.3.3, algorithm 2.A: revisions 5 and 6.</summary>
    private static PdfLock? OpenModern(PdfDictionary encrypt, byte[] user, int revision, string password, Cipher cipher, Budget budget)
    {
        if (user.Length < 48 || encrypt["UE"] is not PdfString { Bytes.Length: >= 32 } wrapped) return null;
        var bytes = Encoding.UTF8.GetBytes(password);
        if (bytes.Length > 127) bytes = bytes[..127];
        if (!Hash(bytes, user[32..40], revision, budget).AsSpan().SequenceEqual(user.AsSpan(0, 32))) return null;
        using var aes = Aes.Create();
        aes.Key = Hash(bytes, user[40..48], revision, budget);
        return new PdfLock(aes.DecryptCbc(wrapped.Bytes.AsSpan(0, 32), new byte[16], PaddingMode.None), cipher);
    }

    /// <summary>7.6.4.3.4, algorithm 2.B.</summary>
    private static byte[] Hash(byte[] password, byte[] salt, int revision, Budget budget)
    {
        var key = SHA256.HashData([.. password, .. salt]);
        if (revision < 6) return key;
        using var aes = Aes.Create();
        var last = 0;
        for (var round = 0; round < 64 || last > round - 32; round++)
        {
            budget.Look();
            var once = (byte[])[.. password, .. key];
            var many = new byte[once.Length * 64];
            for (var i = 0; i < 64; i++) once.CopyTo(many, i * once.Length);
            aes.Key = key[..16];
            var encrypted = aes.EncryptCbc(many, key.AsSpan(16, 16), PaddingMode.None);
            var rest = encrypted.Take(16).Sum(b => b) % 3;
            key = rest switch { 0 => SHA256.HashData(encrypted), 1 => SHA384.HashData(encrypted), _ => SHA512.HashData(encrypted) };
            last = encrypted[^1];
        }
        return key[..32];
    }

    /// <summary>Strings and streams: 7.6.3, algorithms 1 and 1.A.</summary>
    public ReadOnlyMemory<byte> Decrypt(ReadOnlyMemory<byte> data, int number, int generation)
    {
        if (_cipher == Cipher.None) return data;
        var key = _cipher == Cipher.Aes256 ? _key : ObjectKey(number, generation);
        if (_cipher == Cipher.Rc4) return Rc4.Apply(key, data.Span);
        // The first block is the initialization vector; a last block that is cut off is left.
        var blocks = data.Length / 16 - 1;
        if (blocks <= 0) return default;
        using var aes = Aes.Create();
        aes.Key = key;
        var plain = aes.DecryptCbc(data.Span.Slice(16, blocks * 16), data.Span[..16], PaddingMode.None);
        var padding = plain[^1];
        return plain.AsMemory(0, padding is >= 1 and <= 16 ? plain.Length - padding : plain.Length);
    }

    private byte[] ObjectKey(int number, int generation)
    {
        byte[] input = [.. _key, (byte)number, (byte)(number >> 8), (byte)(number >> 16), (byte)generation, (byte)(generation >> 8)];
        var hash = MD5.HashData(_cipher == Cipher.Aes128 ? [.. input, (byte)'s', (byte)'A', (byte)'l', (byte)'T'] : input);
        return hash[..Math.Min(16, _key.Length + 5)];
    }
}
