using System.Security.Cryptography;

namespace Postvakt.Storage.Backups;

/// <summary>Copies and checks files, one pass over the bytes, flushed to disk.</summary>
internal static class CheckedCopy
{
    private const int BufferSize = 256 << 10;

    /// <summary>Copies a file and gives the copy's size and SHA-256.</summary>
    public static (long Bytes, string Sha256) Copy(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var target = new FileStream(to, options);
        var read = Sum(source, target.Write);
        target.Flush(flushToDisk: true);
        return read;
    }

    public static (long Bytes, string Sha256) Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        return Sum(file, static _ => { });
    }

    private delegate void Take(ReadOnlySpan<byte> bytes);

    private static (long, string) Sum(FileStream source, Take take)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, bytes) = (new byte[BufferSize], 0L);
        for (int length; (length = source.Read(buffer)) > 0; bytes += length)
        {
            hash.AppendData(buffer, 0, length);
            take(buffer.AsSpan(0, length));
        }
        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
