using System.Collections.Frozen;
using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>The functions that are followed. Any other gives a value that is not known, and the macro goes on.</summary>
internal static class XlmFunctions
{
    private static readonly FrozenDictionary<string, XlmFunction> All = Build();

    public static Value Call(XlmRun run, CallExpr call)
    {
        if (All.TryGetValue(call.Name, out var function)) return function.Acts && run.IsLooking ? UnknownValue.One : function.Work(new Arguments(run, call.Name, call.Arguments));
        // What an unknown function is given may act all the same.
        foreach (var argument in call.Arguments) run.Evaluate(argument);
        return UnknownValue.One;
    }

    private static FrozenDictionary<string, XlmFunction> Build()
    {
        var table = new Dictionary<string, XlmFunction>();
        TextFunctions.AddTo(table);
        NumberFunctions.AddTo(table);
        LogicFunctions.AddTo(table);
        ReferenceFunctions.AddTo(table);
        MachineFunctions.AddTo(table);
        FlowFunctions.AddTo(table);
        CellFunctions.AddTo(table);
        FileFunctions.AddTo(table);
        LibraryCalls.AddTo(table);
        return table.ToFrozenDictionary();
    }

    public static void Add(this Dictionary<string, XlmFunction> table, string names, Func<Arguments, Value> work, bool acts = false)
    {
        foreach (var name in names.Split(' ')) table[name] = new XlmFunction(work, acts);
    }
}
