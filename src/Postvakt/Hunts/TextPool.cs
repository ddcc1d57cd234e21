namespace Postvakt.Hunts;

/// <summary>Gives texts that were seen before as the same object: findings of one attack name the same machines, files and accounts again and again.</summary>
internal sealed class TextPool
{
    /// <summary>Texts that are kept. 100,000; further ones stay their own.</summary>
    private const int Max = 100_000;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    public string? this[string? text]
    {
        get
        {
            if (text is null) return null;
            if (_texts.TryGetValue(text, out var known)) return known;
            if (_texts.Count < Max) _texts.Add(text);
            return text;
        }
    }
}
