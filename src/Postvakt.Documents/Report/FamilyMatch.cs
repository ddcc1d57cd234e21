namespace Postvakt.Documents.Report;

/// <summary>A malware family that a document resembles.</summary>
/// <param name="Confidence">0..1.</param>
/// <param name="Reasons">Trait and the text that has it.</param>
public sealed record FamilyMatch(string Family, double Confidence, IReadOnlyList<string> Reasons, IReadOnlyList<string> Attack);
