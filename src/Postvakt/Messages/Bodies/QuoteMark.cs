namespace Postvakt.Messages.Bodies;

/// <summary>A stretch of text that the markup says is quoted: a blockquote, or a mail program's quote container.</summary>
/// <param name="Start">Offset of the first character.</param>
/// <param name="End">Offset after the last character.</param>
/// <param name="Depth">1 for the outermost quote.</param>
public readonly record struct QuoteMark(int Start, int End, int Depth);
