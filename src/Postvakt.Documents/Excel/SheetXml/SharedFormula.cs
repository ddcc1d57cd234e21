using System.Text;
using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.SheetXml;

/// <summary>Moves the relative references of a formula's text, as copies of shared formulas need it.</summary>
internal static class SharedFormula
{
    public static string Move(string formula, int down, int right)
    {
        var text = new StringBuilder(formula.Length + 8);
        for (var at = 0; at < formula.Length;)
        {
            var c = formula[at];
            if (c is '"' or '\'')
            {
                var end = formula.IndexOf(c, at + 1);
                end = end < 0 ? formula.Length : end + 1;
                text.Append(formula, at, end - at);
                at = end;
                continue;
            }
            var starts = c == '$' || char.IsAsciiLetter(c);
            if (starts && (at == 0 || !IsWord(formula[at - 1])) && CellNames.Plain(formula.AsSpan(at), out var row, out var column, out var length)
                && (at + length >= formula.Length || !IsWord(formula[at + length]) && formula[at + length] is not ('(' or '!')))
            {
                var name = formula.AsSpan(at, length);
                var fixedColumn = name[0] == '$';
                var fixedRow = name[1..].Contains('$');
                column = fixedColumn ? column : column + right & Area.MaxColumn;
                row = fixedRow ? row : row + down & Area.MaxRow;
                text.Append(fixedColumn ? "$" : "").Append(Area.ColumnName(column)).Append(fixedRow ? "$" : "").Append(row + 1);
                at += length;
                continue;
            }
            // Words are taken whole, so that their ends are not mistaken for cells.
            do text.Append(formula[at++]);
            while (starts && at < formula.Length && IsWord(formula[at]));
        }
        return text.ToString();
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '$';
}
