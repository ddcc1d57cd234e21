namespace Postvakt.Documents.Basic;

/// <summary>Names of one program, each kept once in lower case: Basic does not tell letters' case apart.</summary>
internal sealed class BasicNames
{
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public BasicNames() => _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    public bool Has(string name) => _names.ContainsKey(name);

    public string Keep(ReadOnlySpan<char> name)
    {
        if (_lookup.TryGetValue(name, out var kept)) return kept;
        kept = name.ToString().ToLowerInvariant();
        _lookup[name] = kept;
        return kept;
    }
}
