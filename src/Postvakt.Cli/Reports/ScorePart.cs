namespace Postvakt.Cli.Reports;

/// <summary>One fact's share in a score.</summary>
/// <param name="Sentence">What the fact means.</param>
/// <param name="Where">Where it was seen, or empty for a combination of others.</param>
/// <param name="Text">What was seen there.</param>
internal sealed record ScorePart(double Points, string Sentence, string Where, string Text);
