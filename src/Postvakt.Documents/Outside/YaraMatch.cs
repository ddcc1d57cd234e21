namespace Postvakt.Documents.Outside;

/// <param name="Description">The rule's meta "description", or empty.</param>
public sealed record YaraMatch(string Rule, string Namespace, IReadOnlyList<string> Tags, string Description);
