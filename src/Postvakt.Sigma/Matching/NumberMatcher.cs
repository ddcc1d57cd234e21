using System.Globalization;

namespace Postvakt.Sigma.Matching;

/// <summary>lt, lte, gt, gte: a value that is no number never matches.</summary>
internal sealed class NumberMatcher(CompareOperator op, double bound) : Matcher(string.Create(CultureInfo.InvariantCulture, $"number:{op}:{bound:R}"))
{
    public override bool Matches(ReadOnlySpan<char> text, Fuel fuel) => Compare.TryNumber(text, out var number) && Compare.Holds(op, number, bound);
}
