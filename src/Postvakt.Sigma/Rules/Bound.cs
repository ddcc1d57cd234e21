using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Rules;

/// <summary>One bound of a correlation; several make a range.</summary>
internal readonly record struct Bound(CompareOperator Operator, double Value)
{
    public bool Holds(double number) => Compare.Holds(Operator, number, Value);

    /// <summary>Once it holds, more keeps it so.</summary>
    public bool OnlyLower => Operator is CompareOperator.Greater or CompareOperator.GreaterOrEqual;
}
