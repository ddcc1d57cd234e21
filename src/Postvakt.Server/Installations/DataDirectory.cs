namespace Postvakt.Server.Installations;

/// <summary>
/// The folder that holds an installation's stores, owned by one process at a time through a lock file. Created (0700) when missing.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    /// <summary>File name of Memory in the folder.</summary>
    public const string MemoryName = "memory.db";

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    public string MemoryPath => System.IO.Path.Combine(Path, MemoryName);

    /// <summary>
    /// The folder named on the command line, else $POSTVAKT_DATA, else the configured one, else ./postvakt-data. The variable goes before a configuration that may merely have been found: what
    /// somebody decides must reach the installation he set his shell to.
    /// </summary>
    public static string Resolve(string? named, string? configured = null) =>
        System.IO.Path.GetFullPath(named ?? (Environment.GetEnvironmentVariable("POSTVAKT_DATA") is { Length: > 0 } set ? set : configured ?? "postvakt-data"));

    /// <summary>Takes the folder, waiting up to <paramref name="patience"/> for another process. Throws <see cref="InstallationException"/>.</summary>
    public static async Task<DataDirectory> OpenAsync(string path, TimeSpan patience, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            if (!Directory.Exists(path))
            {
                if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
                else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"{path}: the data directory cannot be created: {refused.Message}", refused);
        }
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                var held = new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return new DataDirectory(path, held);
            }
            catch (UnauthorizedAccessException refused)
            {
                throw new InstallationException($"{path}: the data directory cannot be written: {refused.Message}", refused);
            }
            catch (IOException) when (clock.GetElapsedTime(started) < patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), clock, cancellation).ConfigureAwait(false);
            }
            catch (IOException busy)
            {
                throw new InstallationException($"{path}: another Postvakt uses this data directory; gave up after {patience.TotalSeconds:0} s", busy);
            }
        }
    }

    public void Dispose() => _lock.Dispose();
}
