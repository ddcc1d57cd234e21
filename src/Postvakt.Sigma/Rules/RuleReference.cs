namespace Postvakt.Sigma.Rules;

/// <summary>An id or a name, where it stands.</summary>
internal sealed record RuleReference(string Text, int Line, int Column);
