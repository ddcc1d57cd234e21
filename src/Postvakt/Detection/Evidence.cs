namespace Postvakt.Detection;

/// <param name="Where">Header, part or place in the text.</param>
/// <param name="Text">Excerpt or statement, at most 160 characters, as found: escape before showing.</param>
public sealed record Evidence(string Where, string Text);
