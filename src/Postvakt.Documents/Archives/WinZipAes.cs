using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Archives;

/// <summary>AES encryption of zip entries, method 99 (WinZip "AES Encryption Information", AE-1 and AE-2; APPNOTE 4.5 extra field 0x9901).</summary>
/// <param name="Version">1: the checksum is stored as well; 2: it is 0 and the authentication code alone counts.</param>
/// <param name="KeyBytes">16, 24 or 32.</param>
/// <param name="Method">How the data was packed before.</param>
internal sealed record WinZipAes(int Version, int KeyBytes, ushort Method)
{
    private const int Rounds = 1000;
    private const int VerifierBytes = 2;
    private const int CodeBytes = 10;
    private const int Chunk = 1 << 14;

    private int SaltBytes => KeyBytes / 2;

    /// <summary>Null when the entry has no such field, or one that says what the format does not know.</summary>
    public static WinZipAes? Of(ZipEntry entry)
    {
        if (entry.Method != 99 || entry.Field(0x9901) is not { Length: >= 7 } field || field[2] != 'A' || field[3] != 'E' || field[4] is < 1 or > 3) return null;
        return new WinZipAes(BinaryPrimitives.ReadUInt16LittleEndian(field), 8 + 8 * field[4], BinaryPrimitives.ReadUInt16LittleEndian(field[5..]));
    }

    /// <summary>The packed bytes in plain; null when the password is another or the data was changed: the code cannot tell one from the other.</summary>
    /// <exception cref="MalformedException">Too short to be encrypted at all.</exception>
    [SuppressMessage("Security", "CA5350", Justification = "SHA-1 is what the format prescribes.")]
    public byte[]? Decrypt(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> password, Budget budget)
    {
        if (packed.Length < SaltBytes + VerifierBytes + CodeBytes) throw new MalformedException("an AES entry without room for its salt");
        Span<byte> keys = stackalloc byte[2 * 32 + VerifierBytes];
        keys = keys[..(2 * KeyBytes + VerifierBytes)];
        Rfc2898DeriveBytes.Pbkdf2(password, packed[..SaltBytes], keys, Rounds, HashAlgorithmName.SHA1);
        if (!packed.Slice(SaltBytes, VerifierBytes).SequenceEqual(keys[(2 * KeyBytes)..])) return null;
        var cipher = packed[(SaltBytes + VerifierBytes)..^CodeBytes];
        Span<byte> code = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(keys.Slice(KeyBytes, KeyBytes), cipher, code);
        // One wrong password in 65,536 passes the verifier.
        if (!code[..CodeBytes].SequenceEqual(packed[^CodeBytes..])) return null;
        return Counter(cipher, keys[..KeyBytes], budget);
    }

    /// <summary>Counter mode with a little-endian counter that begins at 1, unlike NIST's.</summary>
    private static byte[] Counter(ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> key, Budget budget)
    {
        using var aes = Aes.Create();
        aes.Key = key.ToArray();
        var plain = new byte[cipher.Length];
        var counters = new byte[Chunk];
        var stream = new byte[Chunk];
        ulong counter = 0;
        for (var at = 0; at < plain.Length; at += Chunk)
        {
            budget.Look();
            for (var block = 0; block < Chunk; block += 16) BinaryPrimitives.WriteUInt64LittleEndian(counters.AsSpan(block), ++counter);
            aes.EncryptEcb(counters, stream, PaddingMode.None);
            var length = Math.Min(Chunk, plain.Length - at);
            for (var i = 0; i < length; i++) plain[at + i] = (byte)(cipher[at + i] ^ stream[i]);
        }
        return plain;
    }
}
