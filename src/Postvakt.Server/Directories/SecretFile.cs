using System.Text;

namespace Postvakt.Server.Directories;

/// <summary>A password or client secret in a file of its own, read anew each time so that a changed one counts at once.</summary>
internal static class SecretFile
{
    /// <summary>Bytes. 4 KiB: a mistaken path must not become a password.</summary>
    private const int MaxBytes = 4 << 10;

    /// <summary>The text without the line end that editors add. Throws <see cref="DirectorySourceException"/>.</summary>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[MaxBytes + 1];
            var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            if (read > MaxBytes) throw new DirectorySourceException($"{path}: larger than a secret can be");
            var secret = Encoding.UTF8.GetString(bytes, 0, read).TrimEnd('\r', '\n');
            // RFC 4513 5.1.2: a name with an empty password is no proof of anything, and servers say yes to it.
            return secret.Length > 0 ? secret : throw new DirectorySourceException($"{path}: is empty; a secret is expected");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DirectorySourceException($"{path}: cannot be read: {refused.Message}", refused);
        }
    }
}
