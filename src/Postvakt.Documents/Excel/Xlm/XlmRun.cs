using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>
/// One way through the macros of a workbook: follows cells downwards, jumps and calls as Excel would, and notes what they would do instead of doing it.
/// Bounded in cells, calls and depth; the budget bounds all runs together.
/// </summary>
internal sealed partial class XlmRun(XlmIndex index, Budget budget, EffectLog effects, Decisions decisions)
{
    /// <summary>Cells of one run: a loader that decodes a long text letter by letter needs some thousands.</summary>
    private const int MaxCells = 60_000;

    /// <summary>Steps of all runs: half of what an inspection has, so that macros here cannot hide code that is read after them.</summary>
    private const int MaxSpent = 500_000;

    /// <summary>Macros inside each other.</summary>
    private const int MaxCalls = 24;

    /// <summary>Macros that were put off until a time.</summary>
    private const int MaxLater = 20;

    private readonly Queue<Area> _later = new();
    private XlmFrame _frame = new([]);
    private Signal? _signal;
    private bool _ended;
    private int _calls;
    private int _cells;

    public XlmState State { get; } = new();

    public Workbook Workbook => index.Workbook;

    public XlmIndex Index => index;

    public XlmFrame Frame => _frame;

    /// <summary>The cell that is worked out.</summary>
    public Area Here { get; private set; }

    /// <summary>An address, path or command holds the time of opening.</summary>
    public bool HasClock { get; set; }

    /// <summary>It went on and on until it was broken off.</summary>
    public bool IsEndless { get; private set; }

    public void Start(Area at)
    {
        State.Active = at;
        Call(at, []);
        for (var turns = 0; turns < MaxLater && _later.TryDequeue(out var later); turns++)
        {
            _ended = IsEndless;
            Call(later, []);
        }
    }

    /// <summary>Works one cell out as if a run had come to it.</summary>
    public void Visit(Area at)
    {
        _ended = false;
        Here = at;
        if (CellAt(at)?.Formula is { } formula) Evaluate(formula);
    }

    public void Later(Area at) => _later.Enqueue(at);

    public void Signal(Signal signal) => _signal ??= signal;

    public bool Decide(bool plausible) => decisions.Decide(plausible);

    public void Does(EffectKind kind, string target, string other = "")
    {
        var formula = CellAt(Here)?.Formula;
        var text = formula is null ? "" : FormulaText.Of(formula, Workbook);
        effects.Add(new Effect(kind, Cut(target, 2048), Cut(other, 2048), Place(Here), Cut(text, 160)));
    }

    public string Place(Area at)
    {
        if ((uint)at.Sheet >= (uint)Workbook.Sheets.Count) return "";
        var sheet = Workbook.Sheets[at.Sheet];
        return $"{(sheet.Kind == SheetKind.MacroSheet ? "macro sheet" : "sheet")} \"{sheet.Name}\" {Area.Name(at.Row, at.Column)}";
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];

    /// <summary>Runs a macro from a cell on.</summary>
    /// <returns>What it returns; unknown when it is too deep.</returns>
    public Value Call(Area at, IReadOnlyList<Value> arguments)
    {
        if (_calls >= MaxCalls || _ended) return UnknownValue.One;
        _calls++;
        var (here, signal, frame) = (Here, _signal, _frame);
        (_signal, _frame) = (null, new XlmFrame(arguments));
        var result = Follow(Area.Of(at.Sheet, at.Row, at.Column));
        (Here, _signal, _frame) = (here, signal, frame);
        _calls--;
        return result;
    }

    private Value Follow(Area at)
    {
        while (!_ended && Count())
        {
            if (CellAt(at) is { Formula: { } formula } cell)
            {
                (Here, _signal) = (at, null);
                index.Visited.Add((at.Sheet, Sheet.Key(at.Row, at.Column)));
                var value = Resolve(Evaluate(formula));
                Keep(at, cell with { Value = value });
                if (_signal is { } signal)
                {
                    if (signal.Kind == SignalKind.Return) return signal.Result;
                    if (Follow(signal, at) is not { } next) return BlankValue.One;
                    at = next;
                    continue;
                }
            }
            if (Below(at) is not { } below) return BlankValue.One;
            at = below;
        }
        return BlankValue.One;
    }

    /// <summary>All runs together have used up what macros of one workbook may cost.</summary>
    private bool IsSpent => index.Spent > MaxSpent;

    private void Spend(int count = 1)
    {
        budget.Step(count);
        index.Spent += count;
    }

    private bool Count()
    {
        Spend();
        if (++_cells <= MaxCells && !IsSpent) return true;
        IsEndless = _ended = true;
        return false;
    }

    private Area? Follow(Signal signal, Area at)
    {
        switch (signal.Kind)
        {
            case SignalKind.Goto: return Area.Of(signal.To.Sheet, signal.To.Row, signal.To.Column);
            case SignalKind.SkipBlock: return AfterBlock(at, orElse: true);
            case SignalKind.EndBlock: return AfterBlock(at, orElse: false);
            case SignalKind.SkipLoop: return AfterLoop(at);
            case SignalKind.NextTurn: return NextTurn(at);
            default:
                _ended = true;
                return null;
        }
    }

    private Area? Below(Area at)
    {
        var stored = index.Below(at.Sheet, at.Column, at.Row);
        var written = State.Below(at.Sheet, at.Column, at.Row);
        var row = stored is { } s && written is { } w ? Math.Min(s, w) : stored ?? written;
        return row is { } below ? Area.Of(at.Sheet, below, at.Column) : null;
    }

    /// <summary>Blocks may stand in each other; an IF of one argument opens one.</summary>
    private Area? AfterBlock(Area at, bool orElse)
    {
        var open = 0;
        for (var next = Below(at); next is { } cell && Count(); next = Below(cell))
        {
            var call = CellAt(cell)?.Formula as CallExpr;
            switch (call?.Name)
            {
                case "IF" when call.Arguments.Count == 1: open++; break;
                case "END.IF" when open-- == 0: return Below(cell);
                case "ELSE" when orElse && open == 0: return Below(cell);
                case "ELSE.IF" when orElse && open == 0:
                    _frame.ElseIf = cell;
                    return cell;
                default: break;
            }
        }
        return null;
    }

    private Area? AfterLoop(Area at)
    {
        var open = 0;
        for (var next = Below(at); next is { } cell && Count(); next = Below(cell))
        {
            switch ((CellAt(cell)?.Formula as CallExpr)?.Name)
            {
                case "WHILE" or "FOR" or "FOR.CELL": open++; break;
                case "NEXT" when open-- == 0: return Below(cell);
                default: break;
            }
        }
        return null;
    }

    private Area? NextTurn(Area at)
    {
        if (!_frame.Loops.TryPeek(out var loop)) return Below(at);
        if (loop.Counter.Length == 0) return loop.At;
        loop.Value += loop.Step;
        if (SetCounter(loop)) return Below(loop.At);
        _frame.Loops.Pop();
        return Below(at);
    }

    /// <summary>Gives the counter of FOR or FOR.CELL its value; false when the loop is through.</summary>
    public bool SetCounter(XlmLoop loop)
    {
        if (loop.Cells is { } cells)
        {
            if (loop.Value >= cells.Count) return false;
            State.Names[loop.Counter] = new AreaValue(cells[(int)loop.Value]);
            return true;
        }
        if (loop.Step >= 0 ? loop.Value > loop.Last : loop.Value < loop.Last) return false;
        State.Names[loop.Counter] = new NumberValue(loop.Value);
        return true;
    }

    public Cell? CellAt(Area at) => State.At(at.Sheet, at.Row, at.Column) ?? ((uint)at.Sheet < (uint)Workbook.Sheets.Count ? Workbook.Sheets[at.Sheet].At(at.Row, at.Column) : null);

    /// <summary>Puts a cell in that lasts as long as the run.</summary>
    public void Keep(Area at, Cell cell)
    {
        if (State.Written >= MaxCells) return;
        if (cell.Value is TextValue { Text.Length: > 64 } text) budget.Expand(2L * text.Text.Length);
        State.Put(at.Sheet, at.Row, at.Column, cell);
    }
}
