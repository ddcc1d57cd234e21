using System.Security.Cryptography;
using System.Text.Json;
using Postvakt.Memory;

namespace Postvakt.Server.Installations;

/// <summary>
/// The installation's secrets in one file (0600) outside the data directory, so that a stolen database is of no use: the fingerprint key of
/// Memory and the master keys that seal held mail and excerpts. Each key has a version; the newest seals, all of them open.
/// </summary>
public sealed class KeyRing
{
    private const int KeySize = 32;

    private KeyRing(string path, RingFile ring)
    {
        Path = path;
        Fingerprint = new MemoryKey(ring.Fingerprint.Key);
        Seal = new SealingKey(ring.Seal.ToDictionary(k => k.Version, k => k.Key));
    }

    public string Path { get; }

    public MemoryKey Fingerprint { get; }

    /// <summary>Seals held mail, subjects and excerpts.</summary>
    public SealingKey Seal { get; }

    /// <summary>$POSTVAKT_KEYS, else the data directory's name with ".keys" behind it.</summary>
    public static string Resolve(string dataDirectory) =>
        Environment.GetEnvironmentVariable("POSTVAKT_KEYS") is { Length: > 0 } set ? System.IO.Path.GetFullPath(set) : dataDirectory.TrimEnd('/', '\\') + ".keys";

    /// <summary>Reads the ring; makes one if the file is missing and <paramref name="mayCreate"/>. Throws <see cref="InstallationException"/>.</summary>
    /// <param name="mayChange">False leaves the file alone: a key that it lacks is then made up for this process only.</param>
    public static KeyRing Open(string path, bool mayCreate, bool mayChange = true)
    {
        try
        {
            if (!File.Exists(path))
            {
                if (!mayCreate) throw new InstallationException($"{path}: the key ring is missing; without it this Memory recognises nothing. Restore it from your backup");
                Write(path, new RingFile(New(1), [New(1)]), FileMode.CreateNew);
            }
            var ring = JsonSerializer.Deserialize(File.ReadAllBytes(path), RingJson.Default.RingFile)!;
            if (ring.Fingerprint is null) throw new FormatException("the fingerprint key is missing");
            if (ring.Seal is not { Count: > 0 })
            {
                // Made before anything was sealed.
                ring = ring with { Seal = [New(1)] };
                if (mayChange)
                {
                    Write(path + ".new", ring, FileMode.Create);
                    File.Move(path + ".new", path, overwrite: true);
                }
            }
            return new KeyRing(path, ring);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or JsonException or FormatException or ArgumentException)
        {
            throw new InstallationException($"{path}: the key ring cannot be read: {broken.Message}", broken);
        }
    }

    private static RingKey New(int version) => new(version, RandomNumberGenerator.GetBytes(KeySize));

    private static void Write(string path, RingFile ring, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        JsonSerializer.Serialize(file, ring, RingJson.Default.RingFile);
        file.Flush(flushToDisk: true);
    }
}
