using System.Text;

namespace Postvakt.Documents.Office.Crypto;

/// <summary>Obfuscation by sixteen bytes made from the password ([MS-OFFCRYPTO] 2.3.7.1 to 2.3.7.3), in workbooks.</summary>
/// <param name="key">As the file states it.</param>
/// <param name="verifier">Hash of the password, sixteen bits.</param>
internal sealed class XorLock(ushort key, ushort verifier) : IPasswordLock
{
    private static readonly byte[] Pad = [0xBB, 0xFF, 0xFF, 0xBA, 0xFF, 0xFF, 0xB9, 0x80, 0x00, 0xBE, 0x0F, 0x00, 0xBF, 0x0F, 0x00];

    private byte[] _array = new byte[16];

    public bool Opens(string password)
    {
        var bytes = Encoding.Latin1.GetBytes(password);
        if (bytes.Length is 0 or > 15 || Verifier(bytes) != verifier) return false;
        _array = Array(bytes);
        return true;
    }

    /// <param name="start">Where in the stream the content of the record begins.</param>
    /// <param name="recordLength">Of the whole record's content, of which this is a part.</param>
    /// <param name="inRecord">Where in the record it begins.</param>
    public void Decrypt(Span<byte> content, int start, int recordLength, int inRecord)
    {
        var index = start + recordLength + inRecord;
        foreach (ref var b in content)
        {
            var plain = (byte)(b ^ _array[index++ & 15]);
            b = byte.RotateLeft(plain, 3);
        }
    }

    /// <summary>2.3.7.1.</summary>
    public static ushort Verifier(ReadOnlySpan<byte> password)
    {
        var hash = 0;
        for (var i = password.Length; i >= 0; i--)
        {
            var next = i == 0 ? (byte)password.Length : password[i - 1];
            hash = (((hash & 0x4000) != 0 ? 1 : 0) | (hash * 2 & 0x7FFF)) ^ next;
        }
        return (ushort)(hash ^ 0xCE4B);
    }

    /// <summary>2.3.7.2: password, then filling, under both bytes of the key in turn.</summary>
    private byte[] Array(byte[] password)
    {
        var array = new byte[16];
        for (var i = 0; i < 16; i++)
        {
            var plain = i < password.Length ? password[i] : Pad[i - password.Length is var pad && pad < Pad.Length ? pad : 0];
            array[i] = byte.RotateRight((byte)(plain ^ ((i & 1) == 0 ? key & 0xFF : key >> 8)), 1);
        }
        return array;
    }
}
