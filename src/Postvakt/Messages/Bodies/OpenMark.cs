namespace Postvakt.Messages.Bodies;

/// <summary>A quote mark of the page that is still open.</summary>
/// <param name="Mark">Index of the mark.</param>
/// <param name="Level">Place of the owning element in the stack; -1 for the page.</param>
/// <param name="Container">True while only a program's container speaks for it, no blockquote.</param>
/// <param name="HeaderEnd">Length of the text where the header block ended that opened it, else -1.</param>
internal readonly record struct OpenMark(int Mark, int Level, bool Container, int HeaderEnd);
