namespace Postvakt.Sigma.Rules;

/// <summary>How rules are read.</summary>
public sealed record SigmaLoadOptions
{
    /// <summary>Values for the placeholders of the expand modifier, without the percent signs; wildcards work in them. A rule with any other placeholder is refused.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Placeholders { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Rules of these statuses are left out and counted. Deprecated and unsupported ones by default.</summary>
    public IReadOnlyCollection<string> SkippedStatuses { get; init; } = ["deprecated", "unsupported"];

    /// <summary>Files below one folder, 100,000 by default: a mistaken path (the root of a disk) must end.</summary>
    public int MaxFiles { get; init; } = 100_000;

    /// <summary>Rules of one set, 50,000 by default.</summary>
    public int MaxRules { get; init; } = 50_000;

    /// <summary>Values of one item after placeholders and encodings multiplied them, 20,000 by default.</summary>
    public int MaxValues { get; init; } = 20_000;

    /// <summary>Time of one run of a pattern, five seconds by default: patterns are linear, but one with a thousand states may need a second to make them when the first text comes.</summary>
    public TimeSpan PatternTime { get; init; } = TimeSpan.FromSeconds(5);
}
