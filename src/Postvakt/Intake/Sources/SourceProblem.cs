namespace Postvakt.Intake.Sources;

/// <summary>Something named as mail that could not be read as such.</summary>
/// <param name="Sentence">One sentence for an operator, without the path.</param>
/// <param name="Fatal">True when input that the user named was not read; false for a note (a file in a folder that is no mail).</param>
public sealed record SourceProblem(string Path, string Sentence, bool Fatal);
