namespace Postvakt.Sigma.Conditions;

/// <summary>Decided already.</summary>
internal sealed record ConstExpr(bool Value) : Expr
{
    public override int Size => 1;
}
