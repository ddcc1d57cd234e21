namespace Postvakt.Mql.Rules;

/// <summary>A value of a rule file with its place, counted from 1: a word, or a list or map of values.</summary>
internal sealed record Yaml(int Line, int Column, string? Text, bool IsBlock, IReadOnlyList<(string Key, Yaml Value)> Pairs, IReadOnlyList<Yaml> Items)
{
    public bool IsMap => Text is null && Items.Count == 0;

    public Yaml? this[string key]
    {
        get
        {
            foreach (var (name, value) in Pairs)
                if (name == key) return value;
            return null;
        }
    }
}
