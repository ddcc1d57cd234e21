using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>CALL and REGISTER: functions of libraries, and what those of Windows would do.</summary>
internal static class LibraryCalls
{
    /// <summary>Functions that a macro names; a dropper names three.</summary>
    private const int MaxRegistered = 1_000;

    public static void AddTo(Dictionary<string, XlmFunction> table)
    {
        table.Add("CALL", Call, acts: true);
        table.Add("REGISTER REGISTER.ID", Register, acts: true);
        table.Add("UNREGISTER", _ => new TruthValue(true), acts: true);
    }

    private static Value Call(Arguments a)
    {
        // By the number that REGISTER gave.
        if (a.Value(0) is NumberValue id) return a.Run.State.FunctionNumbers.TryGetValue((int)Math.Clamp(id.Number, 0, int.MaxValue), out var known) ? Call(a, known, 1) : UnknownValue.One;
        if (a.Count < 2) return UnknownValue.One;
        return Call(a, new LibraryFunction(a.Text(0).Trim(), a.Text(1).Trim()), 3);
    }

    /// <summary>Library, function, types, then the name under which the document calls it.</summary>
    private static Value Register(Arguments a)
    {
        var state = a.Run.State;
        if (a.Count < 2 || state.FunctionNumbers.Count >= MaxRegistered) return UnknownValue.One;
        var function = new LibraryFunction(a.Text(0).Trim(), a.Text(1).Trim());
        if (a.IsGiven(3) && a.Text(3) is { Length: > 0 and <= 255 } alias) state.Functions[alias] = function;
        var number = 7_000_000 + state.FunctionNumbers.Count;
        state.FunctionNumbers[number] = function;
        return new NumberValue(number);
    }

    /// <param name="from">First argument that goes to the function.</param>
    public static Value Call(Arguments a, LibraryFunction function, int from)
    {
        var texts = new List<string>();
        var marks = Mark.None;
        for (var i = from; i < a.Count; i++)
        {
            var value = a.Value(i);
            if (value is not TextValue && !(value is UnknownValue && a.IsGiven(i))) continue;
            texts.Add(Coercion.Text(value));
            marks |= value.Mark;
        }
        Note(a.Run, function, texts);
        if ((marks & Mark.Clock) != 0) a.Run.HasClock = true;
        return new NumberValue(Success(function), Mark.Doubtful);
    }

    private static void Note(XlmRun run, LibraryFunction function, List<string> texts)
    {
        string Text(int number) => number < texts.Count ? texts[number].Trim() : "";

        var address = texts.FindIndex(t => t.Contains("://", StringComparison.Ordinal)) is var found && found >= 0 ? found : 0;
        switch (function.PlainFunction)
        {
            case "urldownloadtofile" or "downloadfile": run.Does(EffectKind.Download, Text(address), Text(address + 1)); break;
            case "urldownloadtocachefile" or "urlopenblockingstream" or "urlopenpullstream" or "internetopenurl": run.Does(EffectKind.Download, Text(address)); break;
            case "createdirectory" or "createdirectoryex" or "shcreatedirectory" or "shcreatedirectoryex" or "makesuredirectorypathexists": run.Does(EffectKind.CreateFolder, Text(0)); break;
            case "shellexecute": run.Does(EffectKind.Execute, Started(texts)); break;
            case "winexec" or "createprocess" or "system" or "_wsystem": run.Does(EffectKind.Execute, Command(texts)); break;
            case "createprocessinternal" or "shellexecuteex": run.Does(EffectKind.Execute, Command(texts)); break;
            case "deletefile": run.Does(EffectKind.DeleteFile, Text(0)); break;
            case "copyfile" or "copyfileex" or "movefile" or "movefileex": run.Does(EffectKind.CopyFile, Text(0), Text(1)); break;
            case "createfile" or "writefile" or "_lcreat": run.Does(EffectKind.WriteFile, Text(0)); break;
            case "virtualalloc" or "virtualallocex" or "writeprocessmemory" or "rtlmovememory" or "rtlcopymemory" or "createthread" or "createremotethread" or "queueuserapc" or "heapcreate"
                or "ntqueueapcthread" or "enumsystemlocales":
                run.Does(EffectKind.Inject, function.ToString());
                break;
            case "regsetvalue" or "regsetvalueex" or "regsetkeyvalue": run.Does(EffectKind.Persist, string.Join(' ', texts)); break;
            case "loadlibrary" or "loadlibraryex": run.Does(EffectKind.CallLibrary, Text(0)); break;
            default: run.Does(EffectKind.CallLibrary, function.ToString(), string.Join(' ', texts)); break;
        }
    }

    /// <summary>ShellExecute(window, verb, file, parameters, folder, show): the verb is often left out.</summary>
    private static string Started(List<string> texts)
    {
        var parts = texts.Select(t => t.Trim()).ToList();
        if (parts.Count > 0 && parts[0].ToUpperInvariant() is "OPEN" or "RUNAS" or "EXPLORE" or "PRINT" or "EDIT" or "") parts.RemoveAt(0);
        return string.Join(' ', parts.Take(2)).Trim();
    }

    /// <summary>The program and its command line may be two arguments.</summary>
    private static string Command(List<string> texts) =>
        texts.Count > 1 && texts[1].Trim().Length > 0 ? texts[1].Contains(texts[0].Trim(), StringComparison.OrdinalIgnoreCase) ? texts[1].Trim() : $"{texts[0].Trim()} {texts[1].Trim()}" : texts.Count > 0 ? texts[0].Trim() : "";

    /// <summary>What Windows returns when all goes well: macros often ask.</summary>
    private static double Success(LibraryFunction function) => function.PlainFunction switch
    {
        "urldownloadtofile" or "urldownloadtocachefile" => 0,
        "shellexecute" or "winexec" => 42,
        _ => 1,
    };
}
