using Postvakt.Mql.Patterns;

namespace Postvakt.Mql.Execution;

/// <summary>What one evaluation works with: the message, the items of the loops it is in, what is already known of this message, and how much it may still spend.</summary>
internal sealed class Frame(int truths, int values)
{
    /// <summary>Answers and patterns kept for one message; beyond, they are asked for again.</summary>
    private const int MostKept = 10_000;

    private readonly MqlValue[] _items = new MqlValue[Syntax.SourceLimits.MaxDepth + 1];
    private readonly Dictionary<CallKey, MqlValue> _answers = [];
    private readonly Dictionary<(string, bool), Pattern?> _patterns = [];
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
        _answers.Clear();
        _patterns.Clear();
        Array.Clear(Truths);
        Array.Clear(Values);
        Array.Clear(Known);
    }

    public void Restart(long steps) => (Steps, _depth) = (steps, 0);

    public void Push(MqlValue item) => _items[_depth++] = item;

    public void Pop() => _depth--;

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
