using Postvakt.Sigma.Rules;

namespace Postvakt.Hunts;

/// <summary>What a hunt keeps. Attackers write logs: what is left out is counted and said.</summary>
public sealed record HuntLimits
{
    /// <summary>Rules less grave than this are not shown. Medium: below it public rules tell of daily work.</summary>
    public SigmaLevel Level { get; init; } = SigmaLevel.Medium;

    /// <summary>Files below the given paths. A million.</summary>
    public int Files { get; init; } = 1_000_000;

    /// <summary>Folders inside one another. 64.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>Findings kept of one rule on one machine; further ones are counted. 100.</summary>
    public int OfRule { get; init; } = 100;

    /// <summary>Findings kept in all. 50,000: some 50 MB.</summary>
    public int Findings { get; init; } = 50_000;

    /// <summary>Machines told apart. 10,000.</summary>
    public int Hosts { get; init; } = 10_000;

    /// <summary>Problems of one file that are kept. 10.</summary>
    public int Problems { get; init; } = 10;
}
