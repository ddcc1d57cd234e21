namespace Postvakt.EventLogs;

/// <summary>What reading a file came to. Grows while events are read; complete once there is no next one.</summary>
public sealed class LogReport
{
    private readonly List<LogProblem> _problems = [];
    private readonly int _most;

    internal LogReport(int most) => _most = most;

    /// <summary>Events handed out, recovered ones included.</summary>
    public long Events { get; private set; }

    /// <summary>Of these, records found in unused space.</summary>
    public long Recovered { get; private set; }

    /// <summary>Lines, objects or records that could not be read, or only in part.</summary>
    public long Bad { get; private set; }

    /// <summary>Recovered records that cannot be put together any more. No sign of damage.</summary>
    public long Unrecoverable { get; private set; }

    /// <summary>The first problems, as many as <see cref="LogLimits.Problems"/> says.</summary>
    public IReadOnlyList<LogProblem> Problems => _problems;

    /// <summary>Whether the file ends inside a line, object, record or chunk.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>Whether an EVTX header says that the file was not closed.</summary>
    public bool IsDirty { get; internal set; }

    /// <summary>Whether the rest was given up: a limit, or the disk. The last problem says which.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>EVTX chunks or headers whose checksum is wrong.</summary>
    public long WrongChecksums { get; private set; }

    /// <summary>Bytes read, unpacked.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Earliest time of any event that was not recovered; null when none has one.</summary>
    public DateTime? First { get; private set; }

    /// <summary>Latest such time.</summary>
    public DateTime? Last { get; private set; }

    internal int BadInARow { get; private set; }

    internal void Count(LogEvent read)
    {
        Events++;
        BadInARow = 0;
        if (read.IsRecovered)
        {
            Recovered++;
            return;
        }
        if (read.Time is not { } time) return;
        if (First is null || time < First) First = time;
        if (Last is null || time > Last) Last = time;
    }

    internal void AddBad(LogPosition where, string what)
    {
        Bad++;
        BadInARow++;
        Note(where, what);
    }

    internal void AddUnrecoverable() => Unrecoverable++;

    internal void AddWrongChecksum(LogPosition where, string what)
    {
        WrongChecksums++;
        Note(where, what);
    }

    internal void AddTorn(LogPosition where, string what)
    {
        IsTorn = true;
        Note(where, what);
    }

    internal void GiveUp(LogPosition where, string what)
    {
        IsIncomplete = true;
        if (_problems.Count >= Math.Max(1, _most)) _problems.RemoveAt(_problems.Count - 1);
        _problems.Add(new LogProblem(where, what));
    }

    internal void Note(LogPosition where, string what)
    {
        if (_problems.Count < _most) _problems.Add(new LogProblem(where, what));
    }
}
