namespace Postvakt.Messages.Bodies;

/// <summary>A hyperlink of the markup and the text it covers.</summary>
/// <param name="Start">Offset of the first covered character.</param>
/// <param name="End">Offset after the last covered character; equal to Start for an empty or image-only link.</param>
/// <param name="Target">The raw attribute value, entities decoded.</param>
/// <param name="Hidden">The markup hides it.</param>
public readonly record struct Anchor(int Start, int End, string Target, AnchorKind Kind, bool Hidden = false);
