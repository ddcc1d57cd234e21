namespace Postvakt.Sharing.Patterns;

/// <summary>Leaves the parser; whoever asks for a pattern gets a value.</summary>
internal sealed class PatternException(string what, int at) : Exception(FormattableString.Invariant($"{what}, at character {at + 1}"));
