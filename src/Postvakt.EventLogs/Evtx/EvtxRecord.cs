namespace Postvakt.EventLogs.Evtx;

/// <summary>A record in its chunk.</summary>
/// <param name="Start">Of its header, in the chunk.</param>
/// <param name="End">After its binary XML.</param>
/// <param name="Written">FILETIME.</param>
internal readonly record struct EvtxRecord(int Start, int End, long Id, long Written, bool IsRecovered)
{
    /// <summary>Header of a record; its binary XML follows.</summary>
    public const int HeaderSize = 24;
}
