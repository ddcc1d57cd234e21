namespace Postvakt.Web.Held;

/// <summary>A piece of a text, marked or not.</summary>
/// <param name="Finding">Number of the finding that points to it, from 1; 0 for an indicator; null for text that nothing points to.</param>
public sealed record TextPiece(string Text, int? Finding);
