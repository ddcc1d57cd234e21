using System.Runtime.InteropServices;

namespace Postvakt.Cli;

/// <summary>What the operating system says while we work: stop, please; this file may not grow.</summary>
internal sealed class Signals : IDisposable
{
    /// <summary>SIGXFSZ (POSIX; 25 on Linux and macOS): past a file-size limit. Left alone it kills without a word; ignored, the write fails and is reported.</summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    /// <summary>Never given back: SQLite still writes while everything else is being closed.</summary>
    private static PosixSignalRegistration? _ignored;

    private readonly List<PosixSignalRegistration> _registrations = [];

    public Signals(CancellationTokenSource stop)
    {
        // The first Ctrl-C lets the running mail finish and keeps what was learned; the second ends at once.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop));
        if (!OperatingSystem.IsWindows()) _ignored ??= PosixSignalRegistration.Create(FileTooLarge, signal => signal.Cancel = true);
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }
}
