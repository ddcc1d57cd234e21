namespace Postvakt.Mql;

/// <summary>Texts to values, in the order in which they were added; of a key that comes twice the last value counts.</summary>
public sealed class MqlMap
{
    private readonly OrderedDictionary<string, MqlValue> _values = new(StringComparer.Ordinal);

    public int Count => _values.Count;

    public IEnumerable<string> Keys => _values.Keys;

    public IEnumerable<MqlValue> Values => _values.Values;

    public MqlValue this[string key]
    {
        get => _values.GetValueOrDefault(key);
        set => _values[key] = value;
    }
}
