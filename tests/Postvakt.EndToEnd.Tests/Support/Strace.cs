using System.Diagnostics;
using System.Globalization;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>Kills a process as it enters a system call, so that it dies between two given steps of its work and the product needs no hook for it.</summary>
public sealed class Strace : IAsyncDisposable
{
    private readonly Process _process;

    private Strace(Process process) => _process = process;

    /// <param name="calls">System calls, parted by commas.</param>
    /// <param name="at">Which of them kills, counted for each thread.</param>
    public static async Task<Strace> AttachAsync(int process, string calls, int at)
    {
        var start = new ProcessStartInfo("strace",
        [
            "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + calls, "-e", string.Create(CultureInfo.InvariantCulture, $"inject={calls}:signal=SIGKILL:when={at}"),
            "-p", process.ToString(CultureInfo.InvariantCulture),
        ]) { RedirectStandardError = true };
        var strace = new Strace(Process.Start(start)!);
        await Eventually.TrueAsync(() => strace._process.HasExited || IsTraced(process));
        return strace;
    }

    /// <summary>True when each of its threads is watched, or none is left.</summary>
    private static bool IsTraced(int process)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{process}/task").All(t => !File.ReadLines(Path.Combine(t, "status")).Contains("TracerPid:\t0"));
        }
        catch (IOException)
        {
            // A thread ended meanwhile: look again, unless all have.
            return !Directory.Exists($"/proc/{process}");
        }
    }

    /// <summary>Lets go of the process if it lives still.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) Launcher.Signal("TERM", _process.Id);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
