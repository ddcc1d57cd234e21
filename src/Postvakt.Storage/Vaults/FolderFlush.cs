using System.Runtime.InteropServices;

namespace Postvakt.Storage.Vaults;

/// <summary>
/// Flushes a folder to disk. A rename is durable only after that, and .NET opens no folders. Elsewhere than on Unix the rename itself is.
/// </summary>
internal static partial class FolderFlush
{
    private const int ReadOnlyClosedOnExec = 0x80000;

    /// <summary>Throws <see cref="IOException"/> when the disk refuses.</summary>
    public static void Run(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        var handle = Open(folder, ReadOnlyClosedOnExec);
        if (handle < 0) throw new IOException("the folder cannot be opened to flush it");
        var result = Flush(handle);
        _ = Close(handle);
        if (result != 0) throw new IOException("the folder could not be flushed");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int handle);
}
