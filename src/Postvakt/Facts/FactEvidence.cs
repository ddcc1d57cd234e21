namespace Postvakt.Facts;

/// <param name="Where">Header, part or place in the text.</param>
/// <param name="Text">Excerpt or plain statement, at most 160 characters.</param>
public sealed record FactEvidence(Fact Fact, string Where, string Text);
