namespace Postvakt.Classification;

/// <summary>Words of a text that do something: ask, hurry, greet, name money, an organisation or a person.</summary>
/// <param name="Name">request, urgency, financial, greeting, salutation, org, sender, recipient or disclaimer.</param>
/// <param name="Text">As it stands in the text; it comes from a mail: escape it where it is shown.</param>
public readonly record struct TextEntity(string Name, string Text);
