using Postvakt.Sigma.Rules;

namespace Postvakt.Hunts;

/// <summary>What a hunt came to.</summary>
/// <param name="Findings">By time, those without one last.</param>
/// <param name="Outcomes">Of each machine and technique; empty where the hunt has none.</param>
/// <param name="Left">What was left out of all that was given, as sentences.</param>
public sealed record HuntReport(HuntKind Kind, IReadOnlyList<HuntFinding> Findings, IReadOnlyList<HuntedFile> Files, IReadOnlyList<TechniqueOutcome> Outcomes, IReadOnlyList<string> Left)
{
    /// <summary>Findings beyond those that are kept.</summary>
    public long MoreFindings { get; init; }

    /// <summary>Matches of rules that are less grave than was asked for.</summary>
    public long MilderFindings { get; init; }

    public required IReadOnlyList<SigmaProblem> RuleProblems { get; init; }

    /// <summary>Rules that took too long on some event, as sentences.</summary>
    public required IReadOnlyList<string> SlowRules { get; init; }

    public required int Rules { get; init; }

    public long Events => Files.Sum(f => f.Events);

    /// <summary>Whether something could not be read as it should have been: a file, part of one, or a rule.</summary>
    public bool IsIncomplete => Left.Count > 0 || SlowRules.Count > 0 || RuleProblems.Any(p => p.IsError) || Files.Any(f => f.Bad > 0 || f.IsTorn || f.IsIncomplete);

    /// <summary>Authors of the rules that matched and whose they are: the licences of public rules ask to name them.</summary>
    public IEnumerable<string> Credits => Findings.Select(f => f.Rule).Where(r => !HuntRules.IsOwn(r)).DistinctBy(r => r.File).Select(r => $"{r.Title} ({r.Id ?? r.File}): {r.Author ?? "author not named"}{(r.License is { } license ? ", " + license : "")}").Order(StringComparer.Ordinal);
}
