using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes RAR archives with stored files, in the forms 4 and 5 ("RAR 5.0 archive format" of RARLAB; technote.txt for the older).</summary>
internal static class RarMaker
{
    public static byte[] Version4(params (string Name, byte[] Content)[] files)
    {
        using var into = new MemoryStream();
        into.Write([0x52, 0x61, 0x72, 0x21, 0x1A, 7, 0]);
        into.Write(Head4([0x73, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0]));
        foreach (var (name, content) in files)
        {
            var letters = Encoding.ASCII.GetBytes(name);
            var head = new byte[30 + letters.Length];
            (head[0], head[2]) = (0x74, 0x80);
            Put16(head, 3, 32 + letters.Length);
            Put32(head, 5, (uint)content.Length);
            Put32(head, 9, (uint)content.Length);
            head[13] = 2;
            Put32(head, 14, ZipMaker.Checksum(content));
            Put32(head, 18, 0x58216000);
            (head[22], head[23]) = (20, 0x30);
            Put16(head, 24, letters.Length);
            Put32(head, 26, 0x20);
            letters.CopyTo(head, 30);
            into.Write(Head4(head));
            into.Write(content);
        }
        into.Write(Head4([0x7B, 0, 0x40, 7, 0]));
        return into.ToArray();
    }

    /// <param name="password">Null: in plain.</param>
    public static byte[] Version5(string? password, params (string Name, byte[] Content)[] files)
    {
        using var into = new MemoryStream();
        into.Write([0x52, 0x61, 0x72, 0x21, 0x1A, 7, 1, 0]);
        into.Write(Head5([1, 0, 0]));
        foreach (var (name, content) in files)
        {
            var (data, extra) = password is null ? (content, Array.Empty<byte>()) : Encrypt(content, password);
            var letters = Encoding.UTF8.GetBytes(name);
            var crc = new byte[4];
            Put32(crc, 0, ZipMaker.Checksum(content));
            byte[] flags = extra.Length > 0 ? [3, .. Number(extra.Length)] : [2];
            into.Write(Head5([2, .. flags, .. Number(data.Length), 4, .. Number(content.Length), 0x20, .. crc, 0, 0, .. Number(letters.Length), .. letters, .. extra]));
            into.Write(data);
        }
        into.Write(Head5([5, 0, 0]));
        return into.ToArray();
    }

    private static (byte[] Data, byte[] Extra) Encrypt(byte[] content, string password)
    {
        const int Power = 8;
        byte[] salt = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        byte[] vector = [.. Enumerable.Range(40, 16).Select(i => (byte)i)];
        byte[] Derive(int rounds) => Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, rounds, HashAlgorithmName.SHA256, 32);

        var check = new byte[8];
        var longer = Derive((1 << Power) + 32);
        for (var i = 0; i < 32; i++) check[i % 8] ^= longer[i];
        using var aes = Aes.Create();
        aes.Key = Derive(1 << Power);
        var padded = new byte[(content.Length + 15) / 16 * 16];
        content.CopyTo(padded, 0);
        byte[] record = [1, 0, 1, Power, .. salt, .. vector, .. check, .. SHA256.HashData(check)[..4]];
        return (aes.EncryptCbc(padded, vector, PaddingMode.None), [.. Number(record.Length), .. record]);
    }

    /// <summary>Seven bits a byte, lowest first.</summary>
    private static byte[] Number(int value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static byte[] Head4(byte[] head)
    {
        var crc = ZipMaker.Checksum(head);
        return [(byte)crc, (byte)(crc >> 8), .. head];
    }

    private static byte[] Head5(byte[] head)
    {
        byte[] counted = [.. Number(head.Length), .. head];
        var crc = new byte[4];
        Put32(crc, 0, ZipMaker.Checksum(counted));
        return [.. crc, .. counted];
    }

    private static void Put16(byte[] into, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(into.AsSpan(at), (ushort)value);

    private static void Put32(byte[] into, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(into.AsSpan(at), value);
}
