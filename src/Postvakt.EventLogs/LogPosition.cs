namespace Postvakt.EventLogs;

/// <summary>Where an event stands in its file.</summary>
/// <param name="Offset">Bytes from the beginning; of an unpacked or recoded file, of what it unpacks to.</param>
/// <param name="Line">From 1; 0 in files without lines.</param>
/// <param name="RecordId">Identifier of the record in EVTX; null elsewhere.</param>
public readonly record struct LogPosition(long Offset, long Line, long? RecordId);
