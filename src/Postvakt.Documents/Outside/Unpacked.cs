namespace Postvakt.Documents.Outside;

/// <summary>What came out of an archive.</summary>
/// <param name="Fault">Why it is not all; empty when it is.</param>
public sealed record Unpacked(UnpackOutcome Outcome, IReadOnlyList<UnpackedFile> Files, string Fault);
