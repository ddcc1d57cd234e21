namespace Postvakt.Messages.Bodies;

/// <param name="Kind">What this stretch is.</param>
/// <param name="Start">Offset of the first character in the rendered text.</param>
/// <param name="End">Offset after the last character.</param>
/// <param name="Quote">Index into <see cref="SplitBody.Quotes"/> for attribution and quoted text, else -1.</param>
public readonly record struct Segment(SegmentKind Kind, int Start, int End, int Quote);
