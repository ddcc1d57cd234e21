using Postvakt.Mql.Execution;

namespace Postvakt.Mql;

/// <summary>A list of values. The array must not be changed afterwards.</summary>
public sealed class MqlArray
{
    internal static readonly MqlArray Empty = new([]);

    private readonly MqlValue[] _items;
    private readonly bool[]? _maybe;

    public MqlArray(params MqlValue[] items) => _items = items;

    /// <param name="maybe">Of each item, whether it is in the list only if something that is missing says so.</param>
    /// <param name="why">What is missing; null when <paramref name="maybe"/> is.</param>
    internal MqlArray(MqlValue[] items, bool[]? maybe, Missing? why) => (_items, _maybe, Why) = (items, maybe, why);

    /// <summary>A list that may have more items than are known.</summary>
    /// <param name="known">What is in it.</param>
    /// <param name="unknown">What may be in it besides, each item with what is known of it: one may stand for many, with fields that are missing.</param>
    /// <param name="name">What people are told is missing.</param>
    public static MqlArray Open(IEnumerable<MqlValue> known, IEnumerable<MqlValue> unknown, string name)
    {
        var items = known.ToList();
        var count = items.Count;
        items.AddRange(unknown);
        return new([.. items], [.. items.Select((_, i) => i >= count)], new Missing(name));
    }

    public int Count => _items.Length;

    internal ReadOnlySpan<MqlValue> Items => _items;

    /// <summary>Not null when it is not known of some items whether they belong to the list.</summary>
    internal Missing? Why { get; }

    public MqlValue this[int index] => _items[index];

    internal bool IsMaybe(int index) => _maybe is not null && _maybe[index];
}
