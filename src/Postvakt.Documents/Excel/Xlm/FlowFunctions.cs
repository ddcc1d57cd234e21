using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>Functions by which a macro goes elsewhere.</summary>
internal static class FlowFunctions
{
    public static void AddTo(Dictionary<string, XlmFunction> table)
    {
        table.Add("GOTO", a => Go(a, a.Area(0)), acts: true);
        table.Add("FORMULA.GOTO SELECT", Select, acts: true);
        table.Add("RUN", Run, acts: true);
        table.Add("RETURN", a => Signal(a, Xlm.Signal.Return(a.Value(0))), acts: true);
        table.Add("HALT CLOSE FILE.CLOSE CLOSE.ALL QUIT", End, acts: true);
        table.Add("ON.TIME ON.RECALC ON.SHEET ON.WINDOW ON.KEY ON.ENTRY ON.DATA ON.DOUBLECLICK", Later, acts: true);
        table.Add("ELSE", a => Signal(a, Xlm.Signal.Of(SignalKind.EndBlock)), acts: true);
        table.Add("ELSE.IF", ElseIf, acts: true);
        table.Add("END.IF ECHO MESSAGE ERROR WAIT ALERT BEEP STEP CANCEL.KEY DISABLE.INPUT APP.MAXIMIZE WINDOW.MAXIMIZE CALCULATE.NOW CALCULATION A1.R1C1 RESULT VOLATILE SET.UPDATE.STATUS", Passed, acts: true);
        table.Add("WHILE", While, acts: true);
        table.Add("FOR", For, acts: true);
        table.Add("FOR.CELL", ForCell, acts: true);
        table.Add("NEXT", a => Signal(a, Xlm.Signal.Of(SignalKind.NextTurn)), acts: true);
        table.Add("BREAK", Break, acts: true);
        table.Add("ARGUMENT", Argument, acts: true);
    }

    private static TruthValue Signal(Arguments a, Signal signal)
    {
        a.Run.Signal(signal);
        return new TruthValue(true);
    }

    private static Value Go(Arguments a, Area? to) => to is { } area ? Signal(a, Xlm.Signal.Goto(area)) : UnknownValue.One;

    private static TruthValue Select(Arguments a)
    {
        if (a.Area(0) is { } area) a.Run.State.Active = area;
        return new TruthValue(true);
    }

    private static Value Run(Arguments a)
    {
        if (a.Area(0) is { } area) return a.Run.Call(area, []);
        return a.Raw(0) is TextValue name && a.Run.State.Functions.TryGetValue(name.Text, out var function) ? LibraryCalls.Call(a, function, 1) : UnknownValue.One;
    }

    /// <summary>The workbook closes, and its macros with it.</summary>
    private static TruthValue End(Arguments a)
    {
        for (var i = 0; i < a.Count; i++) a.Value(i);
        return Signal(a, Xlm.Signal.Halt);
    }

    private static TruthValue Later(Arguments a)
    {
        for (var i = 0; i < Math.Min(a.Count, 3); i++)
        {
            if (a.Name == "ON.TIME" && i == 0) a.Value(i);
            else if (a.Area(i) is { } area && i >= (a.Name == "ON.RECALC" || a.Count == 1 ? 0 : 1)) a.Run.Later(area);
        }
        return new TruthValue(true);
    }

    private static Value ElseIf(Arguments a)
    {
        // Come to from above, it ends the block before it; come to by a jump, it is the next question.
        if (a.Run.Frame.ElseIf != a.Run.Here) return Signal(a, Xlm.Signal.Of(SignalKind.EndBlock));
        a.Run.Frame.ElseIf = null;
        if (!LogicFunctions.Decide(a, 0)) a.Run.Signal(Xlm.Signal.Of(SignalKind.SkipBlock));
        return a.Value(0);
    }

    /// <summary>What it is given is worked out, for it may act; the rest does not matter here.</summary>
    private static TruthValue Passed(Arguments a)
    {
        for (var i = 0; i < a.Count; i++) a.Value(i);
        return new TruthValue(true);
    }

    private static TruthValue While(Arguments a)
    {
        var loops = a.Run.Frame.Loops;
        if (!loops.TryPeek(out var loop) || loop.At != a.Run.Here)
        {
            if (loops.Count >= 32) return Signal(a, Xlm.Signal.Of(SignalKind.SkipLoop));
            loops.Push(loop = new XlmLoop(a.Run.Here));
        }
        var condition = a.Value(0);
        var enter = condition is not ErrorValue && (condition is UnknownValue || Coercion.Truth(condition) == true);
        // Where it depends on the machine, one turn is enough to see what the loop does.
        if (condition.Mark != Mark.None && ++loop.Doubtful > 1) enter = false;
        if (enter) return new TruthValue(true);
        loops.Pop();
        return Signal(a, Xlm.Signal.Of(SignalKind.SkipLoop));
    }

    private static TruthValue For(Arguments a)
    {
        var loop = new XlmLoop(a.Run.Here) { Counter = CounterName(a), Value = a.Number(1) ?? 0, Last = a.Number(2) ?? 0, Step = a.Number(3, 1) ?? 1 };
        return Enter(a, loop);
    }

    private static TruthValue ForCell(Arguments a)
    {
        var area = a.IsGiven(1) ? a.Area(1) : a.Run.State.Active;
        var skipBlank = a.IsGiven(2) && a.Truth(2) == true;
        List<Area> cells = area is { } given ? [.. a.Run.Places(given).Where(c => !skipBlank || a.Run.CellAt(c) is not null)] : [];
        return Enter(a, new XlmLoop(a.Run.Here) { Counter = CounterName(a), Cells = cells });
    }

    private static string CounterName(Arguments a) => a.Count == 0 ? "?" : a.Formula(0) is NameExpr name ? name.Name : a.Text(0) is { Length: > 0 } text ? text : "?";

    private static TruthValue Enter(Arguments a, XlmLoop loop)
    {
        if (a.Run.Frame.Loops.Count >= 32 || !a.Run.SetCounter(loop)) return Signal(a, Xlm.Signal.Of(SignalKind.SkipLoop));
        a.Run.Frame.Loops.Push(loop);
        return new TruthValue(true);
    }

    private static TruthValue Break(Arguments a)
    {
        a.Run.Frame.Loops.TryPop(out _);
        return Signal(a, Xlm.Signal.Of(SignalKind.SkipLoop));
    }

    private static Value Argument(Arguments a)
    {
        var frame = a.Run.Frame;
        var value = frame.Taken < frame.Arguments.Count ? frame.Arguments[frame.Taken] : UnknownValue.One;
        frame.Taken++;
        if (a.Text(0) is { Length: > 0 } name) a.Run.State.Names[name] = value;
        if (a.IsGiven(2) && a.Area(2) is { } place) a.Run.Keep(place, new Cell(a.Run.Resolve(value), null));
        return value;
    }
}
