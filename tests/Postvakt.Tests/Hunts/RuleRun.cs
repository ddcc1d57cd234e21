using Postvakt.EventLogs;
using Postvakt.Sigma;

namespace Postvakt.Tests.Hunts;

/// <summary>What our rules said to a log.</summary>
/// <param name="Timed">Events whose time was understood.</param>
/// <param name="Looked">Events that rules looked at, once for each log source.</param>
internal sealed record RuleRun(LogKind Kind, int Events, int Timed, long Looked, IReadOnlyList<string> Problems, IReadOnlyList<SigmaMatch> Matches)
{
    /// <summary>Rules that matched, by id.</summary>
    public IReadOnlySet<string> Ids { get; } = Matches.Select(m => m.Rule.Id!).ToHashSet(StringComparer.Ordinal);
}
