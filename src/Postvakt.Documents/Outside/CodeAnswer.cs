namespace Postvakt.Documents.Outside;

/// <summary>QR codes found in a picture.</summary>
/// <param name="Texts">What each says, from a stranger: at most 4,096 characters, as written.</param>
public sealed record CodeAnswer(IReadOnlyList<string> Texts);
