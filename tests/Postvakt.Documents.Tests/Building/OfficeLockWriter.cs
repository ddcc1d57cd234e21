using System.Security.Cryptography;
using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Encrypts packages as Office does ([MS-OFFCRYPTO] 2.3.4).</summary>
internal static class OfficeLockWriter
{
    private static byte[] Sha1(byte[] data) => CryptographicOperations.HashData(HashAlgorithmName.SHA1, data);

    private static byte[] Salt(int seed) => [.. Enumerable.Range(seed, 16).Select(i => (byte)(i * 7))];

    private static byte[] Spin(HashAlgorithmName hash, byte[] salt, string password, int spins)
    {
        var value = CryptographicOperations.HashData(hash, [.. salt, .. Encoding.Unicode.GetBytes(password)]);
        for (var i = 0; i < spins; i++) value = CryptographicOperations.HashData(hash, [.. BitConverter.GetBytes(i), .. value]);
        return value;
    }

    public static byte[] Agile(byte[] package, string password, int spins = 1000, string hashName = "SHA512", string? statedSpins = null)
    {
        var hash = new HashAlgorithmName(hashName);
        var (salt, dataSalt, secret, input) = (Salt(3), Salt(40), Salt(90).Concat(Salt(77)).ToArray(), Salt(130));
        var spun = Spin(hash, salt, password, spins);
        byte[] Encrypted(byte[] block, byte[] plain)
        {
            using var aes = Aes.Create();
            aes.Key = Fit(CryptographicOperations.HashData(hash, [.. spun, .. block]), 32);
            return aes.EncryptCbc((byte[])[.. plain, .. new byte[(16 - plain.Length % 16) % 16]], salt, PaddingMode.None);
        }

        var verifier = Encrypted([0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79], input);
        var value = Encrypted([0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E], CryptographicOperations.HashData(hash, input));
        var key = Encrypted([0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6], secret);
        using var content = new MemoryStream();
        content.Write(BitConverter.GetBytes((long)package.Length));
        using var data = Aes.Create();
        data.Key = secret;
        for (var i = 0; i * 4096 < package.Length; i++)
        {
            var piece = package[(i * 4096)..Math.Min(package.Length, (i + 1) * 4096)];
            content.Write(data.EncryptCbc((byte[])[.. piece, .. new byte[(16 - piece.Length % 16) % 16]], Fit(CryptographicOperations.HashData(hash, [.. dataSalt, .. BitConverter.GetBytes(i)]), 16), PaddingMode.None));
        }
        string Common(byte[] s) => $"saltSize=\"16\" blockSize=\"16\" keyBits=\"256\" hashSize=\"{spun.Length}\" cipherAlgorithm=\"AES\" cipherChaining=\"ChainingModeCBC\" hashAlgorithm=\"{hashName}\" saltValue=\"{Convert.ToBase64String(s)}\"";
        var xml = $"<encryption xmlns=\"http://schemas.microsoft.com/office/2006/encryption\" xmlns:p=\"http://schemas.microsoft.com/office/2006/keyEncryptor/password\"><keyData {Common(dataSalt)}/><keyEncryptors><keyEncryptor uri=\"http://schemas.microsoft.com/office/2006/keyEncryptor/password\"><p:encryptedKey spinCount=\"{statedSpins ?? spins.ToString(System.Globalization.CultureInfo.InvariantCulture)}\" {Common(salt)} encryptedVerifierHashInput=\"{Convert.ToBase64String(verifier)}\" encryptedVerifierHashValue=\"{Convert.ToBase64String(value)}\" encryptedKeyValue=\"{Convert.ToBase64String(key)}\"/></keyEncryptor></keyEncryptors></encryption>";
        return Compound([4, 0, 4, 0, 0x40, 0, 0, 0, .. Encoding.UTF8.GetBytes(xml)], content.ToArray());
    }

    public static byte[] Standard(byte[] package, string password)
    {
        var (salt, verifier) = (Salt(11), Salt(60));
        var final = Sha1([.. Spin(HashAlgorithmName.SHA1, salt, password, 50_000), 0, 0, 0, 0]);
        using var aes = Aes.Create();
        aes.Key = Sha1([.. Enumerable.Range(0, 64).Select(i => (byte)(0x36 ^ (i < 20 ? final[i] : 0)))])[..16];
        var name = Encoding.Unicode.GetBytes("Microsoft Enhanced RSA and AES Cryptographic Provider\0");
        byte[] header = [0x24, 0, 0, 0, 0, 0, 0, 0, 0x0E, 0x66, 0, 0, 4, 0x80, 0, 0, 128, 0, 0, 0, 0x18, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. name];
        var hash = aes.EncryptEcb([.. Sha1(verifier), .. new byte[12]], PaddingMode.None);
        byte[] info = [4, 0, 2, 0, 0x24, 0, 0, 0, .. BitConverter.GetBytes(header.Length), .. header, 16, 0, 0, 0, .. salt, .. aes.EncryptEcb(verifier, PaddingMode.None), 20, 0, 0, 0, .. hash];
        return Compound(info, [.. BitConverter.GetBytes((long)package.Length), .. aes.EncryptEcb([.. package, .. new byte[(16 - package.Length % 16) % 16]], PaddingMode.None)]);
    }

    private static byte[] Compound(byte[] info, byte[] package) => new CompoundFileWriter().Stream("EncryptionInfo", info).Stream("EncryptedPackage", package).ToArray();

    private static byte[] Fit(byte[] bytes, int length) => [.. bytes.Concat(Enumerable.Repeat((byte)0x36, length)).Take(length)];
}
