namespace Postvakt.Sigma.Conditions;

/// <summary>All of its parts, or one of them.</summary>
internal sealed record ManyExpr(bool IsAnd, IReadOnlyList<Expr> Parts) : Expr
{
    public override int Size { get; } = Parts.Sum(p => p.Size) + 1;
}
