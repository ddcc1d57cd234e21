namespace Postvakt.Sigma.Matching;

/// <summary>fieldref: the value against that of another field of the same event; the evaluation brings both together.</summary>
internal sealed class FieldMatcher(string other, TextShape shape, bool cased) : Matcher($"field:{shape}:{cased}:{other}")
{
    public string Other { get; } = other;

    public FieldMatcher For(string other) => new(other, shape, cased);

    public override bool Matches(ReadOnlySpan<char> text, Fuel fuel) => false;

    public bool Matches(ReadOnlySpan<char> text, ReadOnlySpan<char> other)
    {
        var how = cased ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return shape switch
        {
            TextShape.Prefix => text.StartsWith(other, how),
            TextShape.Suffix => text.EndsWith(other, how),
            TextShape.Part => text.Contains(other, how),
            _ => text.Equals(other, how),
        };
    }
}
