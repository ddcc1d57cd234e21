namespace Postvakt.Classification;

/// <summary>An intent, a topic or a tag of a text.</summary>
/// <param name="Name">As the public mail rules name it: <c>cred_theft</c>, <c>Secure Message</c>.</param>
/// <param name="Score">The model's own number, from 0 to 1; not a probability that a mail is bad.</param>
public readonly record struct TextLabel(string Name, Confidence Confidence, double Score);
