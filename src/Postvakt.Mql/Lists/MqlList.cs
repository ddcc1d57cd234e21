using System.Collections.Frozen;

namespace Postvakt.Mql.Lists;

/// <summary>A list that rules look things up in, or go through.</summary>
public sealed class MqlList
{
    private readonly Lazy<FrozenSet<string>> _exact;
    private readonly Lazy<FrozenSet<string>> _folded;

    public MqlList(IEnumerable<string> texts)
        : this([.. texts.Select(MqlValue.Of)])
    {
    }

    /// <param name="items">Texts, or objects of the host (for <c>$org_vips</c>), in which nothing is looked up.</param>
    public MqlList(params MqlValue[] items)
    {
        Items = new(items);
        _exact = new(() => items.Select(i => i.Text).OfType<string>().ToFrozenSet(StringComparer.Ordinal));
        _folded = new(() => items.Select(i => i.Text).OfType<string>().ToFrozenSet(StringComparer.OrdinalIgnoreCase));
    }

    public MqlArray Items { get; }

    internal bool Contains(string text, bool ignoreCase) => (ignoreCase ? _folded : _exact).Value.Contains(text);
}
