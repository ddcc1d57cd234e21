namespace Postvakt.Classification.Words;

/// <summary>A word of a text, or what stands for one: a number, a link, a telephone number.</summary>
/// <param name="Hash">Of its folded letters; of kinds other than text, of the kind (of a number also of how many digits it has).</param>
/// <param name="Stem">Of its first six letters.</param>
/// <param name="Prefix">Of its first four letters; 0 when it has no more than five.</param>
/// <param name="Start">Place in the text.</param>
/// <param name="First">It begins a line or a sentence.</param>
internal readonly record struct Word(uint Hash, uint Stem, uint Prefix, int Start, int Length, WordKind Kind, bool First);
