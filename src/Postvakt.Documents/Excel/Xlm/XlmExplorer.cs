using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>
/// Follows the macros of a workbook from every place where they start by themselves, in as many runs as there are ways to go, within bounds; then looks
/// at calls that no run came to.
/// </summary>
internal sealed class XlmExplorer(Workbook workbook, InspectedFile file, Budget budget)
{
    /// <summary>Runs from one start: a macro that asks the machine five questions has at most 32 ways.</summary>
    private const int MaxRuns = 40;

    /// <summary>Starts that are followed.</summary>
    private const int MaxStarts = 60;

    /// <summary>Calls that no run came to, looked at one by one.</summary>
    private const int MaxUnreached = 500;

    private readonly XlmIndex _index = new(workbook);
    private readonly EffectLog _effects = new();
    private bool _endless;
    private bool _clock;

    public void Explore()
    {
        try
        {
            XlmRun? first = null;
            var starts = Starts().Take(MaxStarts + 1).ToList();
            if (starts.Count > MaxStarts) file.Find(FindingKinds.AnalysisIncomplete, $"more than {MaxStarts} places where macros start");
            foreach (var start in starts.Take(MaxStarts)) first = Follow(start) ?? first;
            Unreached(first);
        }
        finally
        {
            Report();
        }
    }

    private void Report()
    {
        foreach (var effect in _effects.Effects) file.Does(effect);
        if (_endless) file.Find(FindingKinds.AnalysisIncomplete, "a macro that does not come to an end was broken off");
        if (_clock) file.Find(FindingKinds.ClockInAddress, "shown with " + new NumberValue(Dates.Now).Text);
        if (_effects.Effects.FirstOrDefault(e => e.Kind == EffectKind.Probe) is { } probe) file.Find(FindingKinds.XlmProbe, probe.Call, probe.Where);
    }

    /// <summary>Names that Excel runs, openers first; without any, the first formula of each column of the macro sheets.</summary>
    private IEnumerable<Expr> Starts()
    {
        var named = workbook.Names.Where(n => n is { Starter: not null, Refers: not null }).OrderBy(n => n.Starter == "auto_close").Select(n => n.Refers!).ToList();
        if (named.Count > 0) return named;
        return _index.Columns.Where(c => workbook.Sheets[c.Sheet].Kind == SheetKind.MacroSheet).Order()
            .Select(c => (Expr)new AreaExpr(Area.Of(c.Sheet, _index.Below(c.Sheet, c.Column, -1)!.Value, c.Column), true));
    }

    /// <returns>The plausible run.</returns>
    private XlmRun? Follow(Expr start)
    {
        XlmRun? first = null;
        var ways = new Queue<IReadOnlyList<bool>>([[]]);
        for (var runs = 0; runs < MaxRuns && ways.TryDequeue(out var way); runs++)
        {
            var decisions = new Decisions(way);
            var run = new XlmRun(_index, budget, _effects, decisions);
            first ??= run;
            // A name may also stand for the command itself.
            if (run.Evaluate(start) is AreaValue { Area: var area }) run.Start(area);
            _clock |= run.HasClock;
            if (run.IsEndless)
            {
                _endless = true;
                break;
            }
            foreach (var other in decisions.Others()) ways.Enqueue(other);
        }
        return first;
    }

    private void Unreached(XlmRun? run)
    {
        run ??= new XlmRun(_index, budget, _effects, new Decisions([]));
        var left = MaxUnreached;
        for (var number = 0; number < workbook.Sheets.Count; number++)
        {
            var sheet = workbook.Sheets[number];
            if (sheet.Kind != SheetKind.MacroSheet) continue;
            foreach (var (key, cell) in sheet.Cells)
            {
                if (cell.Formula is null || _index.Visited.Contains((number, key)) || !Acts(cell.Formula)) continue;
                if (left-- == 0)
                {
                    file.Find(FindingKinds.AnalysisIncomplete, $"more than {MaxUnreached} calls in macros that nothing starts");
                    return;
                }
                var (row, column) = Sheet.Place(key);
                run.Visit(Area.Of(number, row, column));
            }
        }
        _clock |= run.HasClock;
    }

    /// <summary>Calls something that reaches out of the workbook.</summary>
    private static bool Acts(Expr formula) => formula switch
    {
        CallExpr call => call.Name is "CALL" or "EXEC" or "REGISTER" or "FOPEN" or "FWRITE" or "FWRITELN" or "FILE.DELETE" or "INITIATE" or "EXECUTE" or "CREATE.OBJECT" || call.Arguments.Any(Acts),
        InvokeExpr invoke => invoke.Target is NameExpr || invoke.Arguments.Any(Acts),
        UnaryExpr unary => Acts(unary.Inner),
        BinaryExpr binary => ChainActs(binary),
        _ => false,
    };

    private static bool ChainActs(Expr formula)
    {
        for (; formula is BinaryExpr binary; formula = binary.Left)
        {
            if (Acts(binary.Right)) return true;
        }
        return Acts(formula);
    }
}
