using Postvakt.Mql.Execution;

namespace Postvakt.Mql;

/// <summary>What came of a rule.</summary>
/// <param name="Because">Of an indeterminate one, what is missing: functions, lists with a dollar sign, fields, or <c>budget</c>; else empty.</param>
public readonly record struct MqlResult(MqlOutcome Outcome, IReadOnlyList<string> Because)
{
    internal static MqlResult Of(Truth truth) =>
        truth.IsTrue ? new(MqlOutcome.Match, []) : truth.MayBeTrue ? new(MqlOutcome.Indeterminate, truth.Why?.Names ?? []) : new(MqlOutcome.NoMatch, []);
}
