using Microsoft.Data.Sqlite;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Vaults;

namespace Postvakt.Storage.Backups;

/// <summary>Backup and restore of an installation with SQLite: the database and the sealed held mail, not the key ring.</summary>
public static class StoreBackup
{
    /// <summary>Names in the data directory and in a backup.</summary>
    public const string DatabaseName = "memory.db";
    public const string HeldName = "held";

    /// <summary>
    /// Writes a backup into a folder that is empty or missing, while the installation may be in use. Held mail is copied after the database: its
    /// bytes are on disk before their row, so every row of the backup has them unless the item was settled in between. Throws
    /// <see cref="StoreException"/>.
    /// </summary>
    public static BackupResult Write(string dataDirectory, string target, TimeProvider clock) => Guarded(target, () =>
    {
        var database = Path.Combine(dataDirectory, DatabaseName);
        if (!File.Exists(database)) throw new StoreException($"{dataDirectory}: there is nothing to back up");
        Prepare(target);
        var copy = Path.Combine(target, DatabaseName);
        Snapshot(database, copy);
        var state = MemoryInspection.Read(copy);
        if (state.Damage is { } damage) throw new StoreException($"{database} is damaged: {damage}; the backup was not finished");
        var files = new List<BackupFile>();
        var (bytes, sum) = CheckedCopy.Read(copy);
        files.Add(new BackupFile(DatabaseName, bytes, sum));
        var held = Path.Combine(dataDirectory, HeldName);
        if (Directory.Exists(held))
        {
            Prepare(Path.Combine(target, HeldName));
            foreach (var name in Directory.EnumerateFiles(held).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal))
            {
                if (Taken(Path.Combine(held, name), Path.Combine(target, HeldName, name)) is { } taken)
                    files.Add(new BackupFile($"{HeldName}/{name}", taken.Bytes, taken.Sha256));
            }
            FolderFlush.Run(Path.Combine(target, HeldName));
        }
        var manifest = new BackupManifest(BackupManifest.CurrentForm, state.Version, state.KeyId, clock.GetUtcNow(), files);
        WriteNew(Path.Combine(target, BackupManifest.Name), manifest.ToBytes());
        FolderFlush.Run(target);
        return new BackupResult(files.Count, files.Sum(f => f.Bytes), state.KeyId);
    });

    /// <summary>
    /// Restores a backup into a data directory that is empty or missing. Checks every file first and writes nothing when one is missing or was
    /// changed. Throws <see cref="StoreException"/>.
    /// </summary>
    public static BackupResult Restore(string backup, string dataDirectory) => Guarded(dataDirectory, () =>
    {
        var manifest = BackupManifest.Read(backup);
        foreach (var file in manifest.Files) Check(backup, file);
        if (manifest.Files.All(f => f.Path != DatabaseName)) throw new StoreException($"{backup} holds no {DatabaseName}");
        Prepare(dataDirectory);
        if (manifest.Files.Any(f => f.Path != DatabaseName)) Prepare(Path.Combine(dataDirectory, HeldName));
        // The database last: a restore that broke off is no installation.
        foreach (var file in manifest.Files.OrderBy(f => f.Path == DatabaseName))
        {
            var (_, sum) = CheckedCopy.Copy(Path.Combine(backup, file.Path), Path.Combine(dataDirectory, file.Path));
            if (sum != file.Sha256) throw new StoreException($"{backup}: {file.Path} was changed while it was restored; empty {dataDirectory} and try again");
        }
        if (Directory.Exists(Path.Combine(dataDirectory, HeldName))) FolderFlush.Run(Path.Combine(dataDirectory, HeldName));
        FolderFlush.Run(dataDirectory);
        return new BackupResult(manifest.Files.Count, manifest.Files.Sum(f => f.Bytes), manifest.KeyId);
    });

    /// <summary>One consistent state of the database, without its log, while others write.</summary>
    private static void Snapshot(string database, string copy)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $to";
        command.Parameters.AddWithValue("$to", copy);
        command.ExecuteNonQuery();
        using var file = new FileStream(copy, FileMode.Open, FileAccess.ReadWrite);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Null when the item was settled meanwhile, or is not finished.</summary>
    private static (long Bytes, string Sha256)? Taken(string from, string to)
    {
        if (from.EndsWith(FileVault.Unfinished, StringComparison.Ordinal)) return null;
        try
        {
            return CheckedCopy.Copy(from, to);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static void Check(string backup, BackupFile file)
    {
        var name = file.Path == DatabaseName ? "ok" : file.Path.StartsWith(HeldName + "/", StringComparison.Ordinal) ? file.Path[(HeldName.Length + 1)..] : "";
        if (name.Length is 0 or > 200 || name[0] == '.' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new StoreException($"{backup}: the manifest names a file that no backup has");
        var path = Path.Combine(backup, file.Path);
        if (!File.Exists(path)) throw new StoreException($"{backup}: {file.Path} is missing; nothing was restored");
        var (bytes, sum) = CheckedCopy.Read(path);
        if (bytes != file.Bytes || sum != file.Sha256) throw new StoreException($"{backup}: {file.Path} is damaged; nothing was restored");
    }

    private static void Prepare(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new StoreException($"{folder} is not empty; nothing was written");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void WriteNew(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    private static T Guarded<T>(string folder, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException trouble)
        {
            throw new StoreException($"{folder}: the database cannot be copied: {trouble.Message}", trouble);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException || refused is IOException and not StoreException)
        {
            throw new StoreException($"{folder}: {refused.Message}", refused);
        }
    }
}
