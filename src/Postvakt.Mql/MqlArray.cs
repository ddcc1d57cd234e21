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

    public int Count => _items.Length;

    internal ReadOnlySpan<MqlValue> Items => _items;

    /// <summary>Not null when it is not known of some items whether they belong to the list.</summary>
    internal Missing? Why { get; }

    public MqlValue this[int index] => _items[index];

    internal bool IsMaybe(int index) => _maybe is not null && _maybe[index];
}
