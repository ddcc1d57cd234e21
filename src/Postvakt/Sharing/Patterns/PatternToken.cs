namespace Postvakt.Sharing.Patterns;

/// <param name="Text">Of a text its value, without quotes and escapes.</param>
/// <param name="At">Characters before it.</param>
internal readonly record struct PatternToken(PatternTokenKind Kind, string Text, int At)
{
    public bool Is(string word) => Kind is PatternTokenKind.Word or PatternTokenKind.Sign && Text == word;
}
