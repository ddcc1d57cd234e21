namespace Postvakt.Storage.Sqlite;

/// <summary>Prints and the messages that hold them, by heart: entries in the order they came, those of one print chained.</summary>
internal sealed class WaitingPrints
{
    private readonly Dictionary<long, int> _last = [];
    private readonly List<(long Print, long Message, int Before)> _entries = [];

    public int Count => _entries.Count;

    public void Add(long print, long message)
    {
        _entries.Add((print, message, _last.GetValueOrDefault(print, -1)));
        _last[print] = _entries.Count - 1;
    }

    /// <summary>Adds holders behind the first <paramref name="count"/> of them, each once, while there is room; returns how many there are then.</summary>
    public int Find(long print, Span<long> holders, int count)
    {
        for (var at = _last.GetValueOrDefault(print, -1); at >= 0 && count < holders.Length; at = _entries[at].Before)
        {
            var message = _entries[at].Message;
            if (!holders[..count].Contains(message)) holders[count++] = message;
        }
        return count;
    }

    /// <summary>All of them in the order of the index.</summary>
    public (long Print, long Message)[] Sorted()
    {
        var sorted = _entries.Select(e => (e.Print, e.Message)).ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
