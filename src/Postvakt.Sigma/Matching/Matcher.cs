namespace Postvakt.Sigma.Matching;

/// <summary>A test of one value. Immutable; the same key means the same test.</summary>
internal abstract class Matcher(string key)
{
    public string Key { get; } = key;

    /// <summary>Texts of which one must stand in a value that matches, folded; null if none is known. They lead to the test without running it.</summary>
    public virtual IReadOnlyList<string>? Needles => null;

    /// <param name="text">The value as text.</param>
    /// <param name="fuel">Runs out when the test takes too long; the answer then is no.</param>
    public abstract bool Matches(ReadOnlySpan<char> text, Fuel fuel);
}
