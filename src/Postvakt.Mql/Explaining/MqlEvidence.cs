namespace Postvakt.Mql.Explaining;

/// <summary>What of a message made a rule match.</summary>
/// <param name="Path">Where it stands in the model, with the index of list items: <c>body.links[2].href_url.url</c>; of a value that a function made, with the function around it.</param>
/// <param name="Text">The value, or what of it was found with what stands around it; at most 160 characters. Text of the mail: unsafe to show unescaped.</param>
/// <param name="Line">Line of the rule's file with the condition.</param>
public sealed record MqlEvidence(string Path, string Text, int Line);
