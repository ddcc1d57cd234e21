using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Postvakt.Memory;
using Postvakt.Quarantine;

namespace Postvakt.Server.Installations;

/// <summary>
/// The installation's secrets in one file (0600) outside the data directory, so that a stolen database is of no use: the fingerprint key of
/// Memory, the master keys that seal held mail and excerpts, the keys that sign what goes out and comes back. Each key has a version; the newest
/// seals and signs, all of them open and check.
/// </summary>
public sealed class KeyRing
{
    private const int KeySize = 32;

    /// <summary>Bytes of a ring. 64 KiB: several hundred keys; more is not ours.</summary>
    private const int MaxSize = 64 << 10;

    /// <summary>Highest version. 200: all of them fit a ring.</summary>
    private const int MaxVersion = 200;

    private readonly byte[] _fingerprint;

    private KeyRing(string path, RingFile ring, bool isWhole)
    {
        Path = path;
        IsWhole = isWhole;
        Copied = ring.Copied;
        _fingerprint = ring.Fingerprint.Key;
        Terms = new SearchTerms(Fingerprint);
        Seal = new SealingKey(ring.Seal!.ToDictionary(k => k.Version, k => k.Key));
        Tokens = new TokenKey(ring.Token!.ToDictionary(k => k.Version, k => k.Key));
        Names = ring.Seal!.Select(k => ("seal", k)).Concat(ring.Token!.Select(k => ("token", k))).ToDictionary(
            k => string.Create(CultureInfo.InvariantCulture, $"{k.Item1} {k.k.Version}"), k => NameOf(k.k.Key), StringComparer.Ordinal);
    }

    public string Path { get; }

    /// <summary>When a copy was last made of the ring as it is now, or null: then losing this file loses what it protects.</summary>
    public DateTimeOffset? Copied { get; }

    /// <summary>False when the file lacks a key, which was then made up for this process only.</summary>
    public bool IsWhole { get; }

    /// <summary>The key of Memory, a new one each time: it keeps a cache and is used by one thread at a time.</summary>
    public MemoryKey Fingerprint => new(_fingerprint);

    /// <summary>Numbers that held mail is found by.</summary>
    public SearchTerms Terms { get; }

    /// <summary>Seals held mail, subjects and excerpts.</summary>
    public SealingKey Seal { get; }

    /// <summary>Signs marks in the header of mail that will come by again.</summary>
    public TokenKey Tokens { get; }

    /// <summary>Public names of the keys that a store must not be opened without, by kind and version ("seal 2"): they tell nothing about the keys.</summary>
    public IReadOnlyDictionary<string, string> Names { get; }

    /// <summary>$POSTVAKT_KEYS, else the data directory's name with ".keys" behind it.</summary>
    public static string Resolve(string dataDirectory) =>
        Environment.GetEnvironmentVariable("POSTVAKT_KEYS") is { Length: > 0 } set ? System.IO.Path.GetFullPath(set) : dataDirectory.TrimEnd('/', '\\') + ".keys";

    /// <summary>Reads the ring; makes one if the file is missing and <paramref name="mayCreate"/>. Throws <see cref="InstallationException"/>.</summary>
    /// <param name="mayChange">False leaves the file alone: a key that it lacks is then made up for this process only.</param>
    public static KeyRing Open(string path, bool mayCreate, bool mayChange = true) => Guarded(path, () =>
    {
        if (!File.Exists(path))
        {
            if (!mayCreate) throw new InstallationException($"{path}: the key ring is missing; without it this Memory recognises nothing. Restore it from your backup");
            Write(path, new RingFile(New(1), [New(1)], [New(1)]), FileMode.CreateNew);
        }
        var ring = Read(path);
        // Made by a version that had no use for them yet.
        var whole = ring with { Seal = ring.Seal is { Count: > 0 } ? ring.Seal : [New(1)], Token = ring.Token is { Count: > 0 } ? ring.Token : [New(1)] };
        if (whole != ring && mayChange) Replace(path, whole with { Copied = null });
        return new KeyRing(path, whole, whole == ring || mayChange);
    });

    /// <summary>Copies the ring to a new file (0600) and notes that it was done. Throws <see cref="InstallationException"/>.</summary>
    public static void Backup(string path, string target, DateTimeOffset now) => Guarded(path, () =>
    {
        var ring = Read(path) with { Copied = now };
        if (File.Exists(target)) throw new InstallationException($"{target} is already there; nothing was written");
        Write(target, ring, FileMode.CreateNew);
        Replace(path, ring);
        return true;
    });

    /// <summary>Adds a new version of a key, which seals or signs from the next start on; the old ones stay to open what they closed.</summary>
    /// <param name="kind">"seal" or "token".</param>
    /// <returns>The new version.</returns>
    public static int Rotate(string path, string kind) => Guarded(path, () =>
    {
        var ring = Read(path);
        var old = kind == "seal" ? ring.Seal ?? [] : ring.Token ?? [];
        IReadOnlyList<RingKey> keys = [.. old, New(old.Select(k => k.Version).DefaultIfEmpty(0).Max() + 1)];
        if (keys[^1].Version > MaxVersion) throw new InstallationException($"{path}: holds {MaxVersion} versions of the {kind} key, which is as many as there can be; nothing was changed");
        Replace(path, kind == "seal" ? ring with { Seal = keys, Copied = null } : ring with { Token = keys, Copied = null });
        return keys[^1].Version;
    });

    private static RingFile Read(string path)
    {
        if (new FileInfo(path).Length > MaxSize) throw new FormatException("it is too large");
        var ring = JsonSerializer.Deserialize(File.ReadAllBytes(path), RingJson.Default.RingFile);
        if (ring?.Fingerprint is null) throw new FormatException("the fingerprint key is missing");
        foreach (var key in (IEnumerable<RingKey?>)[ring.Fingerprint, .. ring.Seal ?? [], .. ring.Token ?? []])
        {
            if (key is not { Key.Length: KeySize, Version: >= 1 and <= MaxVersion }) throw new FormatException($"a key is not {KeySize} bytes with a version from 1");
        }
        return ring;
    }

    private static RingKey New(int version) => new(version, RandomNumberGenerator.GetBytes(KeySize));

    private static string NameOf(byte[] key) => Convert.ToHexStringLower(HMACSHA256.HashData(key, "postvakt key name"u8))[..12];

    private static void Replace(string path, RingFile ring)
    {
        var next = path + ".new";
        if (File.Exists(next)) File.Delete(next);
        Write(next, ring, FileMode.CreateNew);
        File.Move(next, path, overwrite: true);
    }

    private static void Write(string path, RingFile ring, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        JsonSerializer.Serialize(file, ring, RingJson.Default.RingFile);
        file.Flush(flushToDisk: true);
    }

    private static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or JsonException or FormatException or ArgumentException)
        {
            throw new InstallationException($"{path}: the key ring cannot be used: {broken.Message}", broken);
        }
    }
}
