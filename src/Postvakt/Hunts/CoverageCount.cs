namespace Postvakt.Hunts;

/// <summary>Counts which logs of which machines were read. The last pair is remembered: events of one file are mostly of one machine and channel.</summary>
internal sealed class CoverageCount(HuntLimits limits)
{
    private readonly Dictionary<(string Host, string Source), Line> _lines = [];
    private readonly HashSet<string> _hosts = new(StringComparer.Ordinal);
    private (string Host, string Source) _last;
    private Line? _line;

    public void Add(string host, string source, DateTime? at)
    {
        if (_line is null || _last.Host != host || _last.Source != source)
        {
            // Names beyond the limit are told together: a log that somebody filled with names must not fill memory.
            if (!_hosts.Contains(host) && !(_hosts.Count < limits.Hosts && _hosts.Add(host))) host = "";
            _last = (host, source);
            if (!_lines.TryGetValue(_last, out _line)) _lines[_last] = _line = new Line();
        }
        _line.Events++;
        if (at is not { } time) return;
        if (_line.First is null || time < _line.First) _line.First = time;
        if (_line.Last is null || time > _line.Last) _line.Last = time;
    }

    /// <summary>All lines, with names that are found later.</summary>
    /// <param name="found">The machine of a log that names none, by its source ("file:3" before it): see <see cref="HuntRun"/>.</param>
    public IReadOnlyList<Coverage> Lines(Func<string, (string Host, string Source)> found) =>
        [.. _lines.Select(l => (Name: l.Key.Host.Length > 0 ? l.Key : found(l.Key.Source), l.Value)).GroupBy(l => l.Name)
            .Select(g => new Coverage(g.Key.Host, g.Key.Source, g.Sum(l => l.Value.Events), g.Min(l => l.Value.First), g.Max(l => l.Value.Last))).OrderBy(c => c.Host, StringComparer.Ordinal).ThenBy(c => c.Source, StringComparer.Ordinal)];

    private sealed class Line
    {
        public long Events;
        public DateTime? First, Last;
    }
}
