using Postvakt.EventLogs.Evtx;
using Postvakt.EventLogs.Reading;

namespace Postvakt.EventLogs;

/// <summary>Opens log files by their content.</summary>
public static class LogFiles
{
    /// <summary>Opens the file at a path. Walking folders is the caller's.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static LogFile Open(string path, LogOptions? options = null) => Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan), options);

    /// <summary>Takes over the stream, which need not be able to seek, and finds out what it holds.</summary>
    public static LogFile Open(Stream stream, LogOptions? options = null)
    {
        options ??= new LogOptions();
        var report = new LogReport(options.Limits.Problems);
        return new LogFile(stream, LogKind.Evtx, new EvtxReader(stream, report, options, new NameTable(options.Limits.Names)), null, report, options.Limits);
    }
}
