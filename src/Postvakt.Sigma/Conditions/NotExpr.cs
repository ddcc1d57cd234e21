namespace Postvakt.Sigma.Conditions;

/// <summary>The opposite of its part.</summary>
internal sealed record NotExpr(Expr Part) : Expr
{
    public override int Size { get; } = Part.Size + 1;
}
