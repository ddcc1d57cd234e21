namespace Postvakt.Documents.Report;

/// <summary>What one file is, holds and would do.</summary>
/// <param name="Root">The file; those inside it follow as a tree.</param>
/// <param name="Indicators">Of the whole tree, each once.</param>
/// <param name="Families">Most likely first; empty for most files.</param>
public sealed record DocumentReport(InspectedFile Root, IReadOnlyList<DocumentIndicator> Indicators, IReadOnlyList<FamilyMatch> Families)
{
    /// <summary>The gravest finding of the tree; <see cref="Severity.Info"/> when there is none.</summary>
    public Severity Severity => Root.All.SelectMany(f => f.Findings).Select(f => f.Kind.Severity).DefaultIfEmpty().Max();

    /// <summary>False when something could not be read to its end.</summary>
    public bool Complete => Root.All.All(f => f.Findings.All(g => g.Kind != FindingKinds.AnalysisIncomplete));
}
