namespace Postvakt.Sigma.Conditions;

/// <summary>A condition with its selections put in: and, or, not over tests of fields.</summary>
internal abstract record Expr
{
    public static readonly Expr True = new ConstExpr(true);

    public static readonly Expr False = new ConstExpr(false);

    /// <summary>Nodes in it.</summary>
    public abstract int Size { get; }

    public static Expr And(IReadOnlyList<Expr> parts) => Join(parts, isAnd: true);

    public static Expr Or(IReadOnlyList<Expr> parts) => Join(parts, isAnd: false);

    public static Expr Not(Expr part) => part switch
    {
        ConstExpr constant => constant.Value ? False : True,
        NotExpr not => not.Part,
        _ => new NotExpr(part),
    };

    /// <summary>Flattens, and drops what decides nothing.</summary>
    private static Expr Join(IReadOnlyList<Expr> parts, bool isAnd)
    {
        var list = new List<Expr>(parts.Count);
        foreach (var part in parts)
        {
            if (part is ConstExpr constant)
            {
                if (constant.Value != isAnd) return constant;
            }
            else if (part is ManyExpr many && many.IsAnd == isAnd)
            {
                list.AddRange(many.Parts);
            }
            else
            {
                list.Add(part);
            }
        }
        return list.Count switch { 0 => isAnd ? True : False, 1 => list[0], _ => new ManyExpr(isAnd, list) };
    }
}
