using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Archives;

/// <summary>Opens the encrypted entries of one zip archive with the passwords there are.</summary>
internal sealed class ZipLock(InspectedFile file, ZipFile zip, Inspection inspection)
{
    /// <summary>Entries on which every password is tried: one archive seldom has two, and each try costs a key.</summary>
    private const int MaxTrials = 8;

    private int _trials;
    private string? _fits;

    /// <summary>Content of an encrypted entry; null when no password opens it.</summary>
    /// <exception cref="MalformedException">Encrypted in a way that cannot be read.</exception>
    public ReadOnlyMemory<byte>? Open(ZipEntry entry)
    {
        // 7.1: PKWARE's own encryption, whose use needs a licence; programs that people have do not open it.
        if (entry.Strong) return null;
        var aes = WinZipAes.Of(entry);
        if (aes is null && entry.Method == 99) throw new MalformedException("AES without its parameters");
        if (_fits is not null && Try(entry, aes, _fits) is { } again) return again;
        if (_trials++ >= MaxTrials) return null;
        foreach (var password in PasswordTrial.For(inspection))
        {
            if (Try(entry, aes, password) is not { } content) continue;
            _fits = password;
            PasswordTrial.Worked(file, password, inspection);
            return content;
        }
        return null;
    }

    private ReadOnlyMemory<byte>? Try(ZipEntry entry, WinZipAes? aes, string password)
    {
        foreach (var bytes in Spellings(password))
        {
            var packed = zip.Packed(entry);
            var plain = aes is null ? ZipCrypto.Decrypt(packed.Span, bytes, Check(entry)) : aes.Decrypt(packed.Span, bytes, inspection.Budget);
            if (plain is not null && Unpack(entry, aes, plain) is { } content) return content;
        }
        return null;
    }

    /// <summary>6.1.6: of the checksum; of the time where the checksum was not known yet when the data was written.</summary>
    private static byte Check(ZipEntry entry) => entry.Streamed ? (byte)(entry.Time >> 8) : (byte)(entry.Crc >> 24);

    /// <summary>AES has proved the password; the old way is proved by what comes out.</summary>
    private ReadOnlyMemory<byte>? Unpack(ZipEntry entry, WinZipAes? aes, byte[] plain)
    {
        try
        {
            var content = RareMethods.Unpack(zip, aes?.Method ?? entry.Method, plain, entry, inspection);
            var cut = content.Length == inspection.Budget.Limits.FileBytes && entry.Size > content.Length;
            var known = entry.Crc != 0 || entry.Size == 0;
            if (aes is not null || cut || !known && content.Length > 0) return content;
            return content.Length == entry.Size && Crc32.Of(content.Span) == entry.Crc ? content : null;
        }
        catch (MalformedException) when (aes is null)
        {
            return null;
        }
    }

    /// <summary>A password beyond ASCII is bytes of UTF-8 with newer programs, of the sender's code page with older ones.</summary>
    private static IEnumerable<byte[]> Spellings(string password)
    {
        var utf8 = Encoding.UTF8.GetBytes(password);
        yield return utf8;
        if (Ascii.IsValid(password)) yield break;
        yield return Encoding.Latin1.GetBytes(password);
        yield return CodePagesEncodingProvider.Instance.GetEncoding(850)!.GetBytes(password);
    }
}
