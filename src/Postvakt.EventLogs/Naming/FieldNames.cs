namespace Postvakt.EventLogs.Naming;

/// <summary>One string for each name, however often it is met.</summary>
internal sealed class FieldNames
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly int _most;

    public FieldNames(int most) => (_most, _bySpan) = (most, _names.GetAlternateLookup<ReadOnlySpan<char>>());

    public string Of(ReadOnlySpan<char> name)
    {
        if (_bySpan.TryGetValue(name, out var known)) return known;
        var text = name.ToString();
        // Constants of ours and of the reader's callers are the same instance.
        text = string.IsInterned(text) ?? text;
        if (_names.Count < _most) _names[text] = text;
        return text;
    }

    public string Joined(string first, string second) => Of($"{first}_{second}");
}
