namespace Postvakt.Documents.Outside;

/// <summary>What the rules say of a file.</summary>
/// <param name="Fault">Why they were not applied to all of it; empty when they were.</param>
public sealed record YaraAnswer(IReadOnlyList<YaraMatch> Matches, string Fault);
