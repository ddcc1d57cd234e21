namespace Postvakt.Sigma.Rules;

/// <summary>Rules that were read, and what was wrong with others. Immutable.</summary>
public sealed class SigmaRuleSet
{
    internal SigmaRuleSet(IReadOnlyList<DetectionRule> detections, IReadOnlyList<ResolvedCorrelation> correlations, IReadOnlyList<SigmaRule> filters, IReadOnlyList<SigmaProblem> problems, LoadCounts counts)
    {
        Detections = detections;
        Correlations = correlations;
        Problems = problems;
        Counts = counts;
        Rules = [.. detections.Select(d => d.Info), .. correlations.Select(c => c.Rule.Info), .. filters];
    }

    /// <summary>Detections, correlations and filters that are in use.</summary>
    public IReadOnlyList<SigmaRule> Rules { get; }

    /// <summary>In the order of files and lines.</summary>
    public IReadOnlyList<SigmaProblem> Problems { get; }

    public LoadCounts Counts { get; }

    internal IReadOnlyList<DetectionRule> Detections { get; }

    internal IReadOnlyList<ResolvedCorrelation> Correlations { get; }
}
