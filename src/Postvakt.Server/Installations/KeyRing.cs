using System.Security.Cryptography;
using System.Text.Json;
using Postvakt.Memory;

namespace Postvakt.Server.Installations;

/// <summary>
/// The installation's secrets in one file (0600) outside the data directory, so that a stolen database is of no use. Today it holds the
/// fingerprint key; each key has a version.
/// </summary>
public sealed class KeyRing
{
    private KeyRing(string path, byte[] fingerprint)
    {
        Path = path;
        Fingerprint = new MemoryKey(fingerprint);
    }

    public string Path { get; }

    public MemoryKey Fingerprint { get; }

    /// <summary>$POSTVAKT_KEYS, else the data directory's name with ".keys" behind it.</summary>
    public static string Resolve(string dataDirectory) =>
        Environment.GetEnvironmentVariable("POSTVAKT_KEYS") is { Length: > 0 } set ? System.IO.Path.GetFullPath(set) : dataDirectory.TrimEnd('/', '\\') + ".keys";

    /// <summary>Reads the ring; makes one if the file is missing and <paramref name="mayCreate"/>. Throws <see cref="InstallationException"/>.</summary>
    public static KeyRing Open(string path, bool mayCreate)
    {
        try
        {
            if (!File.Exists(path))
            {
                if (!mayCreate) throw new InstallationException($"{path}: the key ring is missing; without it this Memory recognises nothing. Restore it from your backup");
                Create(path);
            }
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var key = document.RootElement.GetProperty("fingerprint").GetProperty("key").GetBytesFromBase64();
            return new KeyRing(path, key);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or JsonException or FormatException or KeyNotFoundException
            or InvalidOperationException or ArgumentException)
        {
            throw new InstallationException($"{path}: the key ring cannot be read: {broken.Message}", broken);
        }
    }

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        using var writer = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteStartObject("fingerprint");
        writer.WriteNumber("version", 1);
        writer.WriteBase64String("key", RandomNumberGenerator.GetBytes(32));
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        file.Flush(flushToDisk: true);
    }
}
