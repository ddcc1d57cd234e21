namespace Postvakt.Rules.Files;

/// <summary>A text that is an object to rules: the name of a match, what a code says.</summary>
internal sealed record RuleText(string Text);
