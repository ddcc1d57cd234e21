using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>Functions that write and delete files, and start programs.</summary>
internal static class FileFunctions
{
    public static void AddTo(Dictionary<string, XlmFunction> table)
    {
        table.Add("FOPEN", Open, acts: true);
        table.Add("FWRITE FWRITELN", Write, acts: true);
        table.Add("FCLOSE", a => new TruthValue(a.Integer(0) is { } number && a.Run.State.Files.Remove(number)), acts: true);
        table.Add("FREAD FREADLN", _ => UnknownValue.One, acts: true);
        table.Add("FSIZE FPOS", _ => new NumberValue(1, Mark.Doubtful), acts: true);
        table.Add("FILE.DELETE", a => Acts(a, EffectKind.DeleteFile, a.Text(0)), acts: true);
        table.Add("FILES", a => new TextValue(a.Text(0), Mark.Doubtful));
        table.Add("SAVE.AS SAVE.COPY.AS", a => Acts(a, EffectKind.WriteFile, a.Text(0)), acts: true);
        table.Add("EXEC", Execute, acts: true);
        // A conversation with another program starts it.
        table.Add("INITIATE", a => Acts(a, EffectKind.Execute, $"{a.Text(0)} {a.Text(1)}".Trim()), acts: true);
        table.Add("EXECUTE POKE", a => Acts(a, EffectKind.Execute, a.Text(a.Count - 1)), acts: true);
        table.Add("CREATE.OBJECT SEND.KEYS", a => Acts(a, EffectKind.Execute, a.Text(0)), acts: true);
        table.Add("OPEN OPEN.TEXT", a => Acts(a, EffectKind.Execute, a.Text(0)), acts: true);
        table.Add("WEBSERVICE", a => Acts(a, EffectKind.Download, a.Text(0)), acts: true);
    }

    private static TruthValue Acts(Arguments a, EffectKind kind, string target)
    {
        a.Run.Does(kind, target);
        return new TruthValue(true, Mark.Doubtful);
    }

    private static NumberValue Open(Arguments a)
    {
        var path = a.Text(0);
        var files = a.Run.State.Files;
        if (files.Count >= 500) return new NumberValue(0);
        var number = files.Count + 1;
        files[number] = path;
        // 2 opens for reading only; 3 makes a new file.
        if (a.Integer(1, 1) is 1 or 3) a.Run.Does(EffectKind.WriteFile, path);
        return new NumberValue(number);
    }

    private static Value Write(Arguments a)
    {
        var text = a.Text(1);
        a.Run.Does(EffectKind.WriteFile, a.Integer(0) is { } number && a.Run.State.Files.TryGetValue(number, out var path) ? path : "", text.Length > 200 ? text[..200] : text);
        return a.Of((double)text.Length);
    }

    /// <summary>The number of a task, if the program started.</summary>
    private static NumberValue Execute(Arguments a)
    {
        a.Run.Does(EffectKind.Execute, a.Text(0).Trim());
        return new NumberValue(4242, Mark.Doubtful);
    }
}
