namespace Postvakt.Sigma.Conditions;

/// <summary>A test of a field.</summary>
internal sealed record TestExpr(Predicate Test) : Expr
{
    public override int Size => 1;
}
