namespace Postvakt.Documents.Scans;

/// <summary>Words and texts of a JavaScript source, each once, in the order in which they first stand there, as written: escapes are not undone.</summary>
/// <param name="Texts">String literals and pieces of templates, without their quotes.</param>
public sealed record ScriptTokens(IReadOnlyList<string> Identifiers, IReadOnlyList<string> Keywords, IReadOnlyList<string> Texts, IReadOnlyList<string> Patterns);
