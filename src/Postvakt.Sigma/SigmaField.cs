namespace Postvakt.Sigma;

/// <param name="Text">Numbers in decimal form. Empty where there is no value.</param>
public readonly record struct SigmaField(string Name, ReadOnlyMemory<char> Text, bool IsNull);
