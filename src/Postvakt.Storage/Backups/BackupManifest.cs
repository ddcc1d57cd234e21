using System.Text.Json;

namespace Postvakt.Storage.Backups;

/// <summary>What a backup consists of. Written last: a backup without it is unfinished.</summary>
/// <param name="Form">Form of the backup itself.</param>
/// <param name="Schema">Format of the database in it.</param>
/// <param name="KeyId">Name of the key that Memory was made with; the key itself is not in the backup.</param>
internal sealed record BackupManifest(int Form, long Schema, string? KeyId, DateTimeOffset MadeAt, IReadOnlyList<BackupFile> Files)
{
    public const string Name = "manifest.json";
    public const int CurrentForm = 1;

    /// <summary>Bytes that a manifest may have. 64 MiB: some 400,000 held mails; more is not ours.</summary>
    private const int MaxBytes = 64 << 20;
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>Throws <see cref="StoreException"/> for anything that this version cannot restore.</summary>
    public static BackupManifest Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            if (!File.Exists(path)) throw new StoreException($"{folder} is no finished backup: it has no {Name}");
            if (new FileInfo(path).Length > MaxBytes) throw new StoreException($"{path} is too large to be a manifest");
            var manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(path), Options);
            if (manifest?.Files is null || manifest.Form < 1) throw new StoreException($"{path} cannot be read");
            if (manifest.Form > CurrentForm || manifest.Schema > Sqlite.SqliteSchema.Version)
                throw new StoreException($"{folder} was written by a newer Postvakt (backup {manifest.Form}, format {manifest.Schema}); nothing was restored");
            return manifest;
        }
        catch (Exception broken) when (broken is JsonException or UnauthorizedAccessException || broken is IOException and not StoreException)
        {
            throw new StoreException($"{path} cannot be read: {broken.Message.ReplaceLineEndings(" ")}", broken);
        }
    }
}
