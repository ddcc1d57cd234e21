using System.Collections.Concurrent;

namespace Postvakt.Sigma.Scanning;

/// <summary>Numbers the fields that rules ask for. Grows while buckets are made; a number once given stays.</summary>
internal sealed class FieldNumbers
{
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private volatile int _count;

    private readonly List<string> _names = [];

    public int Count => _count;

    /// <summary>-1 for a field that no rule asks for. "Threat Name" is found as ThreatName (specification, "Field Usage": blanks are stripped).</summary>
    public int Find(string name)
    {
        if (_numbers.TryGetValue(name, out var number)) return number;
        return name.Contains(' ', StringComparison.Ordinal) && _numbers.TryGetValue(name.Replace(" ", "", StringComparison.Ordinal), out number) ? number : -1;
    }

    /// <summary>Called under the lock of the engine.</summary>
    public int Give(string name)
    {
        if (_numbers.TryGetValue(name, out var number)) return number;
        lock (_names) _names.Add(name);
        _numbers[name] = _count;
        return _count++;
    }

    public string NameOf(int number)
    {
        lock (_names) return _names[number];
    }
}
