namespace Postvakt.Messages.Bodies;

/// <summary>A quote that is open at the current line.</summary>
/// <param name="Quote">Index of the quoted message.</param>
/// <param name="Marks">Lines with fewer quote marks end it.</param>
internal readonly record struct QuoteLevel(int Quote, int Marks);
