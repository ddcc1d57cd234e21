using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>
/// Functions by which a macro looks at the machine. The answers are those of a victim at his desk: a mouse, sound, a wide screen, Windows. They are
/// doubtful, so that a macro that decides by them is followed both ways.
/// </summary>
internal static class MachineFunctions
{
    public static void AddTo(Dictionary<string, XlmFunction> table)
    {
        table.Add("GET.WORKSPACE", a => Asked(a, a.Integer(0) switch
        {
            1 => ("system", new TextValue("Windows (64-bit) NT 10.00")),
            2 => ("Excel version", new TextValue("16.0")),
            3 => ("decimal places", Number(2)),
            4 => ("reference style", Truth(false)),
            9 or 13 => ("screen width", Number(1440)),
            10 or 14 => ("screen height", Number(810)),
            15 => ("maximized", Number(1)),
            16 or 17 => ("memory", Number(1_048_576)),
            18 => ("coprocessor", Truth(true)),
            19 => ("mouse", Truth(true)),
            23 => ("start folder", new TextValue(@"C:\Users\user\AppData\Roaming\Microsoft\Excel\XLSTART")),
            26 => ("user name", new TextValue("user")),
            27 => ("organization", new TextValue("company")),
            28 => ("start menu", Number(0)),
            31 => ("single step", Truth(false)),
            32 => ("program folder", new TextValue(@"C:\Program Files\Microsoft Office\root\Office16")),
            37 => ("country", Number(1)),
            42 => ("sound", Truth(true)),
            43 => ("sound recording", Truth(true)),
            48 => ("library folder", new TextValue(@"C:\Program Files\Microsoft Office\root\Office16\LIBRARY")),
            _ => ("workspace", UnknownValue.One),
        }));
        table.Add("GET.WINDOW", a => Asked(a, a.Integer(0) switch
        {
            5 => ("window width", Number(1440)),
            6 => ("window height", Number(810)),
            7 => ("hidden window", Truth(false)),
            20 => ("maximized", Truth(true)),
            23 => ("window state", Number(3)),
            _ => ("window", UnknownValue.One),
        }));
        table.Add("GET.DOCUMENT GET.WORKBOOK GET.LINK.INFO GET.OBJECT GET.NOTE GET.BAR GET.TOOLBAR GET.TOOL", a => Asked(a, a.Integer(0) switch
        {
            76 or 88 => ("document name", new TextValue("Book1")),
            _ => ("document", UnknownValue.One),
        }));
        table.Add("GET.CELL", Cell);
        table.Add("CELL", a => a.Text(0).ToUpperInvariant() switch
        {
            "CONTENTS" => a.Value(1),
            "ROW" when a.Area(1) is { } area => a.Of(area.Row + 1.0),
            "COL" when a.Area(1) is { } area => a.Of(area.Column + 1.0),
            _ => UnknownValue.One,
        });
        table.Add("INFO", a => Asked(a, a.Text(0).ToUpperInvariant() switch
        {
            "SYSTEM" => ("system", new TextValue("pcdos")),
            "OSVERSION" => ("system", new TextValue("Windows (64-bit) NT 10.00")),
            "RELEASE" => ("Excel version", new TextValue("16.0")),
            "DIRECTORY" => ("folder", new TextValue(@"C:\Users\user\Documents\")),
            _ => ("info", UnknownValue.One),
        }));
        table.Add("DIRECTORY", _ => new TextValue(@"C:\Users\user\Documents", Mark.Doubtful));
        table.Add("WINDOWS DOCUMENTS NAMES LINKS", _ => UnknownValue.One);
    }

    private static NumberValue Number(double number) => new(number, Mark.Doubtful);

    private static TruthValue Truth(bool truth) => new(truth, Mark.Doubtful);

    private static Value Asked(Arguments a, (string What, Value Answer) answer)
    {
        if (!a.Run.IsLooking) a.Run.Does(EffectKind.Probe, $"{a.Name}({a.Text(0)}): {answer.What}");
        return answer.Answer with { Mark = answer.Answer.Mark | Mark.Doubtful };
    }

    /// <summary>Contents are known; size, font and colour are asked for by macros that use them as a key, or notice when a tool has rebuilt the file.</summary>
    private static Value Cell(Arguments a)
    {
        var kind = a.Integer(0) ?? 0;
        var at = a.IsGiven(1) ? a.Area(1) : a.Run.Here;
        if (kind is 5 or 53 && at is { } place) return a.Run.Resolve(new AreaValue(place));
        if (kind == 6 && at is { } formula) return a.Run.CellAt(formula) is { Formula: { } f } ? a.Of("=" + FormulaText.Of(f, a.Run.Workbook)) : a.Run.Resolve(new AreaValue(formula));
        if (kind == 2 && at is { } row) return a.Of(row.Row + 1.0);
        if (kind == 3 && at is { } column) return a.Of(column.Column + 1.0);
        return Asked(a, kind switch
        {
            17 => ("row height", Number(15)),
            18 => ("font", new TextValue("Calibri")),
            19 => ("font size", Number(11)),
            44 => ("width", Number(8)),
            48 => ("formula", Truth(true)),
            _ => ("cell format", UnknownValue.One),
        });
    }
}
