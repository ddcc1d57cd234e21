using System.Text;

namespace Postvakt.Documents.Excel.Formulas;

/// <summary>Writes a formula as Excel shows it, without the "=".</summary>
internal static class FormulaText
{
    /// <summary>Excel's own limit for the text of a formula is 8,192.</summary>
    private const int MaxText = 16_384;

    public static string Of(Expr formula, Workbook workbook)
    {
        var text = new StringBuilder();
        Write(text, formula, workbook);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Expr formula, Workbook workbook)
    {
        if (text.Length > MaxText) return;
        switch (formula)
        {
            case ConstantExpr constant: WriteConstant(text, constant.Value); break;
            case AreaExpr area: WriteArea(text, area, workbook); break;
            case NameExpr name: WriteSheet(text, name.Sheet, workbook).Append(name.Name); break;
            case OutsideExpr outside: text.Append(outside.Text); break;
            case UnaryExpr { Operator: '(' } paren: Write(text.Append('('), paren.Inner, workbook); text.Append(')'); break;
            case UnaryExpr { Operator: '%' } percent: Write(text, percent.Inner, workbook); text.Append('%'); break;
            case UnaryExpr unary: Write(text.Append(unary.Operator), unary.Inner, workbook); break;
            case BinaryExpr binary: WriteChain(text, binary, workbook); break;
            case CallExpr call: WriteArguments(text.Append(call.Name), call.Arguments, workbook); break;
            case InvokeExpr invoke:
                Write(text, invoke.Target, workbook);
                WriteArguments(text, invoke.Arguments, workbook);
                break;
            case MatrixExpr matrix: WriteMatrix(text, matrix, workbook); break;
            default: break;
        }
    }

    /// <summary>A chain of operators leans to the left and may be thousands long.</summary>
    private static void WriteChain(StringBuilder text, BinaryExpr last, Workbook workbook)
    {
        var chain = new Stack<BinaryExpr>();
        Expr first = last;
        while (first is BinaryExpr binary)
        {
            chain.Push(binary);
            first = binary.Left;
        }
        Write(text, first, workbook);
        foreach (var binary in chain)
        {
            if (text.Length > MaxText) return;
            Write(text.Append(binary.Operator), binary.Right, workbook);
        }
    }

    private static void WriteConstant(StringBuilder text, Value value)
    {
        switch (value)
        {
            case TextValue t: text.Append('"').Append(t.Text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"'); break;
            case NumberValue n: text.Append(n.Text); break;
            case TruthValue t: text.Append(t.Truth ? "TRUE" : "FALSE"); break;
            case ErrorValue e: text.Append(e.Code); break;
            case UnknownValue: text.Append('?'); break;
            default: break;
        }
    }

    private static void WriteArea(StringBuilder text, AreaExpr area, Workbook workbook)
    {
        if (area.Named) WriteSheet(text, area.Area.Sheet, workbook);
        text.Append(area.Area.Name());
    }

    private static StringBuilder WriteSheet(StringBuilder text, int? sheet, Workbook workbook)
    {
        if (sheet is not { } number) return text;
        if ((uint)number >= (uint)workbook.Sheets.Count) return text.Append("#REF!");
        var name = workbook.Sheets[number].Name;
        var plain = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.');
        return plain ? text.Append(name).Append('!') : text.Append('\'').Append(name.Replace("'", "''", StringComparison.Ordinal)).Append("'!");
    }

    private static void WriteArguments(StringBuilder text, IReadOnlyList<Expr> arguments, Workbook workbook)
    {
        text.Append('(');
        for (var i = 0; i < arguments.Count; i++)
        {
            if (i > 0) text.Append(',');
            Write(text, arguments[i], workbook);
        }
        text.Append(')');
    }

    private static void WriteMatrix(StringBuilder text, MatrixExpr matrix, Workbook workbook)
    {
        text.Append('{');
        for (var r = 0; r < matrix.Rows.Count && text.Length < MaxText; r++)
        {
            if (r > 0) text.Append(';');
            for (var c = 0; c < matrix.Rows[r].Count && text.Length < MaxText; c++)
            {
                if (c > 0) text.Append(',');
                Write(text, matrix.Rows[r][c], workbook);
            }
        }
        text.Append('}');
    }
}
