namespace Postvakt.Cli.Hunts;

/// <summary>Lines for a spreadsheet (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe.</summary>
internal static class Csv
{
    private const string Formula = "=+-@\t\r";

    public static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string text)
    {
        if (text.Length > 0 && Formula.Contains(text[0], StringComparison.Ordinal)) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
