using Postvakt.Documents.Bytes;

namespace Postvakt.Documents.Archives;

/// <summary>The traditional encryption of zip (APPNOTE 6.1): three keys that every plain byte moves on.</summary>
internal sealed class ZipCrypto
{
    /// <summary>Random bytes before the data; the last is the high byte of the checksum or of the time (6.1.6).</summary>
    public const int HeaderBytes = 12;

    private uint _key0 = 0x12345678;
    private uint _key1 = 0x23456789;
    private uint _key2 = 0x34567890;

    private ZipCrypto(ReadOnlySpan<byte> password)
    {
        foreach (var b in password) Move(b);
    }

    /// <summary>The plain bytes; null when the check byte tells that the password is another. One wrong password in 256 passes: check the result.</summary>
    public static byte[]? Decrypt(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> password, byte check)
    {
        if (packed.Length < HeaderBytes) return null;
        var keys = new ZipCrypto(password);
        byte last = 0;
        foreach (var b in packed[..HeaderBytes]) last = keys.Next(b);
        if (last != check) return null;
        var plain = new byte[packed.Length - HeaderBytes];
        for (var i = 0; i < plain.Length; i++) plain[i] = keys.Next(packed[HeaderBytes + i]);
        return plain;
    }

    private byte Next(byte cipher)
    {
        var temp = (ushort)(_key2 | 2);
        var plain = (byte)(cipher ^ (byte)(temp * (temp ^ 1) >> 8));
        Move(plain);
        return plain;
    }

    private void Move(byte plain)
    {
        _key0 = Crc32.Next(_key0, plain);
        _key1 = (_key1 + (byte)_key0) * 134775813 + 1;
        _key2 = Crc32.Next(_key2, (byte)(_key1 >> 24));
    }
}
