using Postvakt.Mql.Patterns;

namespace Postvakt.Mql.Execution;

/// <summary>What one evaluation works with: the message, the items of the loops it is in, what is already known of this message, and how much it may still spend.</summary>
internal sealed class Frame(int truths, int values)
{
    /// <summary>Answers and patterns kept for one message; beyond, they are asked for again.</summary>
    private const int MostKept = 10_000;

    /// <summary>Items of which something is kept. 2,000; of the others each rule finds it out for itself.</summary>
    private const int MostItems = 2_000;

    /// <summary>Memos that wait for the next message, and how much one may have held: what one mail made large does not stay.</summary>
    private const int MostSpare = 200, LargestSpare = 1_000;

    private readonly MqlValue[] _items = new MqlValue[Syntax.SourceLimits.MaxDepth + 1];
    private readonly Dictionary<CallKey, MqlValue> _answers = [];
    private readonly Dictionary<(string, bool), Pattern?> _patterns = [];
    private readonly ItemMemo?[] _memos = new ItemMemo?[Syntax.SourceLimits.MaxDepth + 1];
    private readonly Dictionary<object, ItemMemo> _ofItems = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<ItemMemo> _spare = [];
    private readonly Dictionary<TextIndex, ulong[]?> _found = [];
    private int _depth;

    public object Message { get; private set; } = "";

    /// <summary>Steps that are left: a part looked at, an item of a loop, or some dozen characters read.</summary>
    public long Steps { get; set; }

    public bool IsSpent => Steps < 0;

    public Truth[] Truths { get; } = new Truth[truths];

    public MqlValue[] Values { get; } = new MqlValue[values];

    public bool[] Known { get; } = new bool[values];

    public void Begin(object message)
    {
        Message = message;
        foreach (var memo in _ofItems.Values)
        {
            if (_spare.Count >= MostSpare || memo.Values.Count + memo.Truths.Count > LargestSpare) continue;
            memo.Clear();
            _spare.Push(memo);
        }
        _ofItems.Clear();
        _found.Clear();
        Array.Clear(_items);
        Array.Clear(_memos);
        _answers.Clear();
        _patterns.Clear();
        Array.Clear(Truths);
        Array.Clear(Values);
        Array.Clear(Known);
    }

    public void Restart(long steps) => (Steps, _depth) = (steps, 0);

    public void Push(MqlValue item)
    {
        _items[_depth] = item;
        _memos[_depth++] = item.Object is { } one ? MemoOf(one) : null;
    }

    public void Pop() => _depth--;

    /// <summary>Of the item of a loop; null when nothing is kept for it.</summary>
    /// <param name="dots">1 for the innermost loop.</param>
    public ItemMemo? Memo(int dots) => _memos[_depth - dots];

    /// <summary>What an index found in a text; null where it cannot tell.</summary>
    /// <param name="item">The loop whose item the text comes from; 0 when it hangs on the message alone.</param>
    public ulong[]? Found(TextIndex index, string text, int item)
    {
        if ((item == 0 ? _found : Memo(item)?.Found) is not { } known) return null;
        if (known.TryGetValue(index, out var found)) return found;
        Steps -= text.Length / 16;
        found = new ulong[index.Length];
        return known[index] = index.Find(text, found) ? found : null;
    }

    private ItemMemo? MemoOf(object item)
    {
        if (_ofItems.TryGetValue(item, out var memo)) return memo;
        if (_ofItems.Count >= MostItems) return null;
        return _ofItems[item] = _spare.TryPop(out var spare) ? spare : new();
    }

    /// <param name="dots">1 for the innermost loop.</param>
    public MqlValue Item(int dots) => _items[_depth - dots];

    public bool TryAnswer(CallKey key, out MqlValue answer) => _answers.TryGetValue(key, out answer);

    public void Keep(CallKey key, MqlValue answer)
    {
        if (_answers.Count < MostKept) _answers[key] = answer;
    }

    /// <summary>A pattern that a rule puts together from the message; null when it is none.</summary>
    public Pattern? PatternOf(string pattern, bool ignoreCase)
    {
        if (_patterns.TryGetValue((pattern, ignoreCase), out var known)) return known;
        Steps -= 10_000;
        var made = Pattern.Read(pattern, ignoreCase, out _);
        if (_patterns.Count < MostKept) _patterns[(pattern, ignoreCase)] = made;
        return made;
    }
}
