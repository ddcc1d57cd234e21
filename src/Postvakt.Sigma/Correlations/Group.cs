namespace Postvakt.Sigma.Correlations;

/// <summary>Events of one correlation that have the same values in its group-by fields, in the order of time.</summary>
internal sealed class Group(string key, IReadOnlyList<KeyValuePair<string, string>> values)
{
    private readonly List<Held> _held = [];
    private readonly Dictionary<string, int> _distinct = new(StringComparer.Ordinal);
    private int _first;

    public string Key => key;

    public IReadOnlyList<KeyValuePair<string, string>> Values => values;

    public LinkedListNode<Group>? Place { get; set; }

    /// <summary>Time of the last event of the last match: while it is in the window, no other match is told.</summary>
    public long Told { get; set; } = long.MinValue;

    /// <summary>When a window that closes began; null when it is empty.</summary>
    public long? Opened { get; set; }

    /// <summary>Ends of chains by position and length.</summary>
    public Dictionary<(int Position, int Length), Step> Chains { get; } = [];

    public int Count => _held.Count - _first;

    public int Distinct => _distinct.Count;

    public double Sum { get; private set; }

    public Held this[int index] => _held[_first + index];

    public ReadOnlySpan<Held> All => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_held)[_first..];

    /// <summary>True when it went to the end: nothing later was there.</summary>
    public bool Add(Held held, string counted)
    {
        var at = _held.Count;
        while (at > _first && _held[at - 1].Ticks > held.Ticks) at--;
        var last = at == _held.Count;
        _held.Insert(at, held);
        _distinct[counted] = _distinct.GetValueOrDefault(counted) + 1;
        Sum += held.Number;
        return last;
    }

    public void RemoveFirst(Func<Held, string> counted)
    {
        var gone = _held[_first++];
        var key = counted(gone);
        if (--_distinct[key] == 0) _distinct.Remove(key);
        // Rounding must not add up over a long stream.
        Sum = Count == 0 ? 0 : Sum - gone.Number;
        if (_first < 256 || _first * 2 < _held.Count) return;
        _held.RemoveRange(0, _first);
        _first = 0;
    }

    public void Clear()
    {
        _held.Clear();
        _first = 0;
        _distinct.Clear();
        Chains.Clear();
        Sum = 0;
        Opened = null;
    }
}
