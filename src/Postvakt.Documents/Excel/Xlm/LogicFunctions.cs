using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>Conditions and what they choose.</summary>
internal static class LogicFunctions
{
    public static void AddTo(Dictionary<string, XlmFunction> table)
    {
        table.Add("TRUE", a => a.Of(true));
        table.Add("FALSE", a => a.Of(false));
        table.Add("NOT", a => a.Value(0) is UnknownValue ? UnknownValue.One : a.Truth(0) is { } truth ? a.Of(!truth) : a.Error());
        table.Add("AND", a => Over(a, all: true));
        table.Add("OR", a => Over(a, all: false));
        table.Add("XOR", a => a.Of(a.All().Count(v => Coercion.Truth(v) == true) % 2 == 1));
        table.Add("ISERROR", a => Is(a, v => v is ErrorValue));
        table.Add("ISERR", a => Is(a, v => v is ErrorValue { Code: not "#N/A" }));
        table.Add("ISNA", a => Is(a, v => v is ErrorValue { Code: "#N/A" }));
        table.Add("ISNUMBER", a => Is(a, v => v is NumberValue));
        table.Add("ISTEXT", a => Is(a, v => v is TextValue));
        table.Add("ISNONTEXT", a => Is(a, v => v is not TextValue));
        table.Add("ISLOGICAL", a => Is(a, v => v is TruthValue));
        table.Add("ISBLANK", a => Is(a, v => v is BlankValue));
        table.Add("ISREF", a => a.Of(a.Raw(0) is AreaValue));
        table.Add("NA", a => a.Error("#N/A"));
        table.Add("TYPE", a => a.Of(a.Value(0) switch { TextValue => 2.0, TruthValue => 4, ErrorValue => 16, MatrixValue => 64, _ => 1 }));
        table.Add("IFERROR IFNA", a => a.Value(0) is ErrorValue ? a.Value(1) : a.Value(0));
        table.Add("CHOOSE", Choose);
        table.Add("IF", If);
    }

    private static Value Is(Arguments a, Func<Value, bool> holds) => a.Value(0) is UnknownValue ? UnknownValue.One : a.Of(holds(a.Value(0)));

    private static Value Over(Arguments a, bool all)
    {
        var unknown = false;
        foreach (var value in a.All())
        {
            if (value is ErrorValue) return value;
            if (value is UnknownValue) unknown = true;
            else if (Coercion.Truth(value) is { } truth && truth != all) return a.Of(!all);
        }
        return unknown ? UnknownValue.One : a.Of(all);
    }

    /// <summary>True where the condition cannot be told; both ways are followed where it depends on the machine or the hour.</summary>
    public static bool Decide(Arguments a, int number)
    {
        var condition = a.Value(number);
        if (condition is ErrorValue) return false;
        var plausible = condition is UnknownValue || Coercion.Truth(condition) == true;
        return condition.Mark != Mark.None && !a.Run.IsLooking ? a.Run.Decide(plausible) : plausible;
    }

    private static Value If(Arguments a)
    {
        if (a.Count == 1)
        {
            // The form that opens a block of cells.
            if (!a.Run.IsLooking && !Decide(a, 0)) a.Run.Signal(Signal.Of(SignalKind.SkipBlock));
            return a.Value(0);
        }
        if (a.Value(0) is ErrorValue error) return error;
        var chosen = Decide(a, 0) ? 1 : 2;
        if (chosen >= a.Count) return a.Of(false);
        // A reference stays one: IF may stand where GOTO or SET.VALUE want one.
        return a.IsGiven(chosen) ? a.Raw(chosen) : a.Of(0.0);
    }

    /// <summary>One host out of several by chance: each is followed in a run of its own.</summary>
    private static Value Choose(Arguments a)
    {
        var last = a.Count - 1;
        if (last < 1) return a.Error();
        var index = a.Value(0);
        if (index.Mark == Mark.None || a.Run.IsLooking) return a.Integer(0) is { } number && number >= 1 && number <= last ? a.Raw(number) : a.Error();
        var chosen = 1;
        while (chosen < last && !a.Run.Decide(a.Integer(0) == chosen || chosen == 1)) chosen++;
        return a.Raw(chosen);
    }
}
