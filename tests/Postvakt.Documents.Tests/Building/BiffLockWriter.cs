using System.Security.Cryptography;
using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Encrypts workbook streams ([MS-XLS] 2.2.10).</summary>
internal static class BiffLockWriter
{
    private static readonly int[] Plain = [0x809, 0x2F, 0xE1];

    public static byte[] Rc4(BookPlan plan, string password)
    {
        var (salt, verifier) = (Enumerable.Range(1, 16).Select(i => (byte)i).ToArray(), Enumerable.Range(50, 16).Select(i => (byte)i).ToArray());
        var half = Md5([.. Enumerable.Repeat((byte[])[.. Md5(Encoding.Unicode.GetBytes(password))[..5], .. salt], 16).SelectMany(b => b)])[..5];
        byte[] Key(int block) => Md5([.. half, .. BitConverter.GetBytes(block)]);
        var locked = Postvakt.Documents.Pdf.Rc4.Apply(Key(0), [.. verifier, .. Md5(verifier)]);
        return Whole(plan, [1, 0, 1, 0, 1, 0, .. salt, .. locked], (stream, from, length, _) => Stream(stream, from, length, Key));
    }

    public static byte[] CryptoApi(BookPlan plan, string password, int bits)
    {
        var (salt, verifier) = (Enumerable.Range(1, 16).Select(i => (byte)i).ToArray(), Enumerable.Range(50, 16).Select(i => (byte)i).ToArray());
        var start = Sha1([.. salt, .. Encoding.Unicode.GetBytes(password)]);
        byte[] Key(int block) => Sha1([.. start, .. BitConverter.GetBytes(block)])[..(bits / 8)] is var key && bits == 40 ? [.. key, .. new byte[11]] : key;
        var locked = Postvakt.Documents.Pdf.Rc4.Apply(Key(0), [.. verifier, .. Sha1(verifier)]);
        byte[] header = [4, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x68, 0, 0, 4, 0x80, 0, 0, (byte)bits, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] pass = [1, 0, 2, 0, 2, 0, 4, 0, 0, 0, (byte)header.Length, 0, 0, 0, .. header, 16, 0, 0, 0, .. salt, .. locked[..16], 20, 0, 0, 0, .. locked[16..]];
        return Whole(plan, pass, (stream, from, length, _) => Stream(stream, from, length, Key));
    }

    public static byte[] Xor(BookPlan plan, string password, ushort key)
    {
        byte[] pad = [0xBB, 0xFF, 0xFF, 0xBA, 0xFF, 0xFF, 0xB9, 0x80, 0x00, 0xBE, 0x0F, 0x00, 0xBF, 0x0F, 0x00];
        var text = Encoding.Latin1.GetBytes(password);
        var array = text.Concat(pad).Take(16).Select((b, i) => byte.RotateRight((byte)(b ^ (i % 2 == 0 ? key & 0xFF : key >> 8)), 1)).ToArray();
        var verifier = 0;
        foreach (var b in text.Reverse().Append((byte)text.Length)) verifier = ((verifier >> 14 & 1) | (verifier << 1 & 0x7FFF)) ^ b;
        verifier ^= 0xCE4B;
        return Whole(plan, [0, 0, (byte)key, (byte)(key >> 8), (byte)verifier, (byte)(verifier >> 8)], (stream, from, length, record) =>
        {
            for (var i = 0; i < length; i++) stream[from + i] = (byte)(byte.RotateLeft(stream[from + i], 5) ^ array[(record.Start + record.Length + from - record.Start + i) & 15]);
        });
    }

    private static byte[] Sha1(byte[] data) => CryptographicOperations.HashData(HashAlgorithmName.SHA1, data);

    private static byte[] Md5(byte[] data) => CryptographicOperations.HashData(HashAlgorithmName.MD5, data);

    private static void Stream(byte[] stream, int from, int length, Func<int, byte[]> key)
    {
        for (var i = from; i < from + length; i++)
        {
            if (i % 1024 != 0 && i != from) continue;
            var block = i / 1024;
            var keyStream = Postvakt.Documents.Pdf.Rc4.Apply(key(block), new byte[1024]);
            for (var j = i; j < Math.Min(from + length, (block + 1) * 1024); j++) stream[j] ^= keyStream[j % 1024];
        }
    }

    private static byte[] Whole(BookPlan plan, byte[] pass, Action<byte[], int, int, (int Start, int Length)> encrypt)
    {
        var stream = new Biff8Writer { Before = w => w.Record(0x2F, pass) }.Write(plan);
        for (var at = 0; at + 4 <= stream.Length;)
        {
            var (kind, length) = (stream[at] | stream[at + 1] << 8, stream[at + 2] | stream[at + 3] << 8);
            var skip = kind == 0x85 ? 4 : 0;
            if (!Plain.Contains(kind)) encrypt(stream, at + 4 + skip, length - skip, (at + 4, length));
            at += 4 + length;
        }
        return new CompoundFileWriter().Stream("Workbook", stream).ToArray();
    }
}
