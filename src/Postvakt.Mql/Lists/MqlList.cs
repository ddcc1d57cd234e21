using System.Collections.Frozen;

namespace Postvakt.Mql.Lists;

/// <summary>A list that rules look texts up in, or go through.</summary>
public sealed class MqlList
{
    /// <summary>Above, making the faster set takes longer than it saves.</summary>
    private const int MostFrozen = 1_000;

    private readonly Func<object, string, bool, bool?>? _contains;
    private readonly Lazy<IReadOnlySet<string>> _exact;
    private readonly Lazy<IReadOnlySet<string>> _folded;

    public MqlList(IEnumerable<string> texts)
        : this([.. texts.Select(MqlValue.Of)])
    {
    }

    /// <param name="items">Texts, or objects of the host (for <c>$org_vips</c>), in which nothing is looked up.</param>
    public MqlList(params MqlValue[] items)
    {
        Items = new(items);
        _exact = new(() => Set(items, StringComparer.Ordinal));
        _folded = new(() => Set(items, StringComparer.OrdinalIgnoreCase));
    }

    private MqlList(Func<object, string, bool, bool?> contains)
        : this() => (_contains, Items) = (contains, null);

    /// <summary>Null for a list that only answers.</summary>
    public MqlArray? Items { get; }

    /// <summary>A list that answers and cannot be gone through: a table of a store, say. For a rule that goes through it (<c>any($sender_domains, …)</c>) it is missing.</summary>
    /// <param name="contains">Given a text and whether its case is to be ignored; called by many threads.</param>
    public static MqlList Answering(Func<string, bool, bool> contains) => new((_, text, ignoreCase) => contains(text, ignoreCase));

    /// <summary>A list of which is known only what has to do with the message at hand: it cannot be gone through either.</summary>
    /// <param name="contains">Given the message, a text, and whether its case is to be ignored; null for what is not known. Called by many threads.</param>
    public static MqlList Answering(Func<object, string, bool, bool?> contains) => new(contains);

    /// <summary>Null where it is not known of this text.</summary>
    /// <param name="message">The message at hand.</param>
    public bool? Contains(object message, string text, bool ignoreCase) => _contains is null ? (ignoreCase ? _folded : _exact).Value.Contains(text) : _contains(message, text, ignoreCase);

    private static IReadOnlySet<string> Set(MqlValue[] items, StringComparer comparer)
    {
        var texts = items.Select(i => i.Text).OfType<string>();
        return items.Length > MostFrozen ? texts.ToHashSet(comparer) : texts.ToFrozenSet(comparer);
    }
}
