namespace Postvakt.EventLogs.Reading;

/// <summary>Reads one kind of file.</summary>
internal interface ILogReader
{
    /// <summary>Fills the event with the next one; false at the end. Notes in the report what it could not read.</summary>
    /// <exception cref="IOException">The disk or the unpacker failed.</exception>
    bool Read(LogEvent into);
}
