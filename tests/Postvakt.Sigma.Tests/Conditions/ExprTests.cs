using Postvakt.Sigma.Conditions;
using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Tests.Conditions;

/// <summary>What is decided already goes, and what is left means the same.</summary>
public sealed class ExprTests
{
    private static readonly Expr A = new TestExpr(new("A", PresenceMatcher.Exists, "A")), B = new TestExpr(new("B", PresenceMatcher.Exists, "B"));

    [Fact]
    public void Constants_AreTrueAndFalse()
    {
        Assert.Equal(new ConstExpr(true), Expr.True);
        Assert.Equal(new ConstExpr(false), Expr.False);
        Assert.Equal(Expr.False, Expr.Not(Expr.True));
        Assert.Equal(Expr.True, Expr.Not(Expr.False));
        // A placeholder without values stands for nothing that could match.
        Assert.Equal(Expr.False, Expr.Or([]));
        Assert.Equal(Expr.True, Expr.And([]));
    }

    [Fact]
    public void Constant_DecidesOrIsDropped()
    {
        Assert.Equal(Expr.False, Expr.And([A, Expr.False]));
        Assert.Equal(A, Expr.And([A, Expr.True]));
        Assert.Equal(Expr.True, Expr.Or([A, Expr.True]));
        Assert.Equal(A, Expr.Or([Expr.False, A]));
        Assert.Equal(Expr.True, Expr.And([Expr.True, Expr.True]));
    }

    [Fact]
    public void Parts_OfTheSameKind_AreJoined_AndNegationsUndone()
    {
        Assert.Equal([A, B, A], Assert.IsType<ManyExpr>(Expr.And([A, Expr.And([B, A])])).Parts);
        Assert.Equal(2, Assert.IsType<ManyExpr>(Expr.Or([A, Expr.And([B, A])])).Parts.Count);
        Assert.Equal(A, Expr.Not(Expr.Not(A)));
    }

    [Fact]
    public void Size_CountsEachNode()
    {
        Assert.Equal(1, A.Size);
        Assert.Equal(2, Expr.Not(A).Size);
        Assert.Equal(6, Expr.Or([A, Expr.And([B, Expr.Not(A)])]).Size);
    }
}
