namespace Postvakt.Sigma.Rules;

/// <summary>How many files and documents were read and what became of them.</summary>
/// <param name="Skipped">Documents left out for their status.</param>
/// <param name="Failed">Documents left out because something is wrong with them; each has a problem.</param>
public sealed record LoadCounts(int Files, int Documents, int Loaded, int Skipped, int Failed);
