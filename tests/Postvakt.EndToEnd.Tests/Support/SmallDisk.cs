using System.Diagnostics;
using System.Globalization;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>A folder with a disk of its own, so small that it can be filled. Skips the test where none can be mounted.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    public SmallDisk(string folder, int megabytes)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        if (!Environment.IsPrivilegedProcess || !Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=700"), "tmpfs", folder))
            Assert.Skip("needs the right to mount a small tmpfs");
    }

    private string Filler => Path.Combine(_folder, "filler");

    public void Fill()
    {
        try
        {
            using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            var block = new byte[4096];
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Clear() => File.Delete(Filler);

    /// <summary>At once, also while a process on its way out holds a file.</summary>
    public void Dispose() => Run("umount", "--lazy", _folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
