namespace Postvakt.Documents.Excel.Formulas;

/// <summary>
/// A formula as a tree, from tokens or from text. <see cref="Depth"/> counts what an evaluator has to recurse through: long chains of operators lean to
/// the left and are walked in a loop.
/// </summary>
internal abstract record Expr(int Depth)
{
    /// <summary>Excel allows 64 functions inside each other.</summary>
    public const int MaxDepth = 160;

    protected static int Deepest(IReadOnlyList<Expr> parts)
    {
        var deepest = 0;
        foreach (var part in parts) deepest = Math.Max(deepest, part.Depth);
        return deepest;
    }
}

internal sealed record ConstantExpr(Value Value) : Expr(0);

/// <param name="Named">False when the sheet is the formula's own.</param>
internal sealed record AreaExpr(Area Area, bool Named) : Expr(0);

/// <param name="Sheet">Null for a name without a sheet before it.</param>
internal sealed record NameExpr(string Name, int? Sheet) : Expr(0);

/// <summary>Something in another workbook or another program: "[Book.xls]Sheet!A1", "cmd|'/c …'!A0".</summary>
internal sealed record OutsideExpr(string Text) : Expr(0);

/// <param name="Operator">One of "+ - * / ^ &amp; = &lt;&gt; &lt; &gt; &lt;= &gt;=", ":" range, " " intersection, "," union.</param>
internal sealed record BinaryExpr(string Operator, Expr Left, Expr Right) : Expr(Math.Max(Left.Depth, Right.Depth + 1));

/// <param name="Operator">'-', '+', '%' or '('.</param>
internal sealed record UnaryExpr(char Operator, Expr Inner) : Expr(Inner.Depth + 1);

/// <param name="Name">Upper case, as Excel's English form writes it.</param>
internal sealed record CallExpr(string Name, IReadOnlyList<Expr> Arguments) : Expr(Deepest(Arguments) + 1);

/// <summary>A call of a function that the document defines or registers.</summary>
internal sealed record InvokeExpr(Expr Target, IReadOnlyList<Expr> Arguments) : Expr(Math.Max(Target.Depth, Deepest(Arguments)) + 1);

internal sealed record MatrixExpr(IReadOnlyList<IReadOnlyList<Expr>> Rows) : Expr(1);
