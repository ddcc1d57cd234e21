using Postvakt.Memory;
using Postvakt.Quarantine;

namespace Postvakt.Storage.Vaults;

/// <summary>
/// Sealed items as files of one folder (0700, files 0600). An item is written beside its place, flushed, renamed and the folder flushed, so that
/// it is there whole or not at all, whatever happens in between.
/// </summary>
public sealed class FileVault : IVault
{
    internal const string Unfinished = ".part";
    private readonly string _folder;
    private readonly SealingKey _key;

    /// <summary>Opens the folder, makes it when missing, and removes what a crash left unfinished. One process owns it.</summary>
    public FileVault(string folder, SealingKey key)
    {
        (_folder, _key) = (Path.GetFullPath(folder), key);
        Guarded(() =>
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_folder);
            else Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (var left in Directory.EnumerateFiles(_folder, "*" + Unfinished)) File.Delete(left);
        });
    }

    public void Put(string id, Stream content)
    {
        var place = PlaceOf(id);
        var unfinished = $"{place}.{Path.GetRandomFileName()}{Unfinished}";
        Guarded(() =>
        {
            try
            {
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
                if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                using (var file = new FileStream(unfinished, options))
                {
                    SealedForm.Seal(content, _key, id, piece => file.Write(piece.Span));
                    file.Flush(flushToDisk: true);
                }
                File.Move(unfinished, place, overwrite: true);
                FolderFlush.Run(_folder);
            }
            catch
            {
                File.Delete(unfinished);
                throw;
            }
        });
    }

    public Stream? Open(string id)
    {
        var place = PlaceOf(id);
        try
        {
            return new SealedStream(new FilePieces(new FileStream(place, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete)), _key, id);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{_folder}: a held mail cannot be read: {refused.Message}", refused);
        }
    }

    public void Delete(string id)
    {
        var place = PlaceOf(id);
        Guarded(() =>
        {
            if (!File.Exists(place)) return;
            File.Delete(place);
            FolderFlush.Run(_folder);
        });
    }

    /// <summary>Ids of what was put before a time, at most so many. A crash between the bytes and the row that names them leaves such.</summary>
    public IReadOnlyList<string> PutBefore(DateTimeOffset time, int max)
    {
        var ids = new List<string>();
        Guarded(() => ids.AddRange(new DirectoryInfo(_folder).EnumerateFiles()
            .Where(f => f.Extension != Unfinished && f.LastWriteTimeUtc < time.UtcDateTime).Take(max).Select(f => f.Name)));
        return ids;
    }

    private string PlaceOf(string id) => Path.Combine(_folder, SealedForm.Checked(id));

    private void Guarded(Action change)
    {
        try
        {
            change();
        }
        catch (Exception refused) when (refused is IOException and not StoreException or UnauthorizedAccessException)
        {
            throw new StoreException($"{_folder}: held mail cannot be kept: {refused.Message}", refused);
        }
    }
}
