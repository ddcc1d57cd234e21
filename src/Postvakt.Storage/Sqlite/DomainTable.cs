namespace Postvakt.Storage.Sqlite;

/// <summary>Domains of trusted correspondents, wholly in memory: looked through for look-alikes with every mail.</summary>
internal sealed class DomainTable : IDisposable
{
    private const int MostFrequent = 500;
    private readonly Dictionary<string, int> _messages = new(StringComparer.Ordinal);
    private readonly MemoryFile _file;
    private readonly Statement _upsert;
    private IReadOnlyList<(string, int)>? _top;
    private int _changes;

    public DomainTable(MemoryFile file)
    {
        _file = file;
        _upsert = file.Prepare("INSERT INTO domain VALUES(?1,?2,?3) ON CONFLICT DO UPDATE SET messages=max(0,messages+?2), last=max(last,?3)");
        Reload();
    }

    /// <summary>Reads the table anew, after a rollback.</summary>
    public void Reload()
    {
        _messages.Clear();
        _top = null;
        Trusted = 0;
        using var all = _file.Prepare("SELECT name, messages FROM domain");
        while (all.Step())
        {
            _messages[all.Text(0)] = all.Int32(1);
            Trusted += all.Int32(1);
        }
        Oldest = _file.Scalar("SELECT COALESCE((SELECT at FROM message ORDER BY id LIMIT 1), 0)");
    }

    /// <summary>Trusted messages of all domains together.</summary>
    public long Trusted { get; private set; }

    /// <summary>Arrival of the oldest message, seconds since 1970, or 0.</summary>
    public long Oldest { get; private set; }

    public IReadOnlyList<(string Domain, int Messages)> Top
    {
        get
        {
            if (_top is null || _changes > 200 + _messages.Count / 8)
            {
                _top = [.. _messages.OrderByDescending(d => d.Value).ThenBy(d => d.Key, StringComparer.Ordinal).Take(MostFrequent).Select(d => (d.Key, d.Value))];
                _changes = 0;
            }
            return _top;
        }
    }

    public int Messages(string domain) => _messages.GetValueOrDefault(domain);

    public void Add(string domain, int messages, long at)
    {
        if (domain.Length == 0) return;
        _upsert.Bind(1, domain).Bind(2, messages).Bind(3, at).Run();
        _messages.TryGetValue(domain, out var known);
        if (++_changes == 20 && _top is { Count: < MostFrequent }) _top = null;
        _messages[domain] = Math.Max(0, known + messages);
        Trusted += messages;
        if (Oldest == 0) Oldest = at;
    }

    public void Dispose() => _upsert.Dispose();
}
