using Postvakt.EventLogs.Reading;

namespace Postvakt.EventLogs;

/// <summary>A file that is being read, event by event. Not for several threads at once.</summary>
public sealed class LogFile : IDisposable
{
    private readonly Stream _stream;
    private readonly ILogReader? _reader;
    private readonly LogLimits _limits;
    private bool _ended;

    internal LogFile(Stream stream, LogKind kind, ILogReader? reader, string? unknown, LogReport report, LogLimits limits)
    {
        (_stream, _reader, _limits) = (stream, reader, limits);
        (Kind, Unknown, Report) = (kind, unknown, report);
        Event = new LogEvent(kind, limits);
    }

    /// <summary>What the file holds.</summary>
    public LogKind Kind { get; }

    /// <summary>Why the kind is not known, in one sentence; null when it is known.</summary>
    public string? Unknown { get; }

    /// <summary>What <see cref="Read"/> read last. Always the same instance.</summary>
    public LogEvent Event { get; }

    /// <summary>What reading came to so far.</summary>
    public LogReport Report { get; }

    /// <summary>Reads the next event; false at the end, and for files of unknown kind. Never throws for what the file holds: a disk or packed file that fails ends it with <see cref="LogReport.IsIncomplete"/>.</summary>
    public bool Read()
    {
        if (_ended || _reader is null) return false;
        try
        {
            if (Report.BadInARow < _limits.BadInARow && Report.Bad < _limits.Bad && _reader.Read(Event))
            {
                if (Event.IsShortened) Report.AddBad(Event.Position, "The event is larger than the limits allow; part of it is left out.");
                Report.Count(Event);
                return true;
            }
            if (Report.BadInARow >= _limits.BadInARow) Report.GiveUp(Event.Position, $"{_limits.BadInARow:N0} records in a row could not be read; the rest of the file is left out.");
            else if (Report.Bad >= _limits.Bad) Report.GiveUp(Event.Position, $"{_limits.Bad:N0} records could not be read; the rest of the file is left out.");
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Report.GiveUp(Event.Position, $"The file could not be read further: {failure.Message}");
        }
        _ended = true;
        return false;
    }

    /// <summary>Closes the stream.</summary>
    public void Dispose() => _stream.Dispose();
}
