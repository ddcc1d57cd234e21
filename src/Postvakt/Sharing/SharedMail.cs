namespace Postvakt.Sharing;

/// <summary>What may be told of one mail of an attack. No text, no recipient.</summary>
/// <param name="From">Author, or empty: a victim's account is not named.</param>
/// <param name="MessageId">Without brackets, or empty.</param>
/// <param name="Subject">Null where it is left out, as is usual: it was stolen from a conversation.</param>
/// <param name="Files">Names of attached files.</param>
public sealed record SharedMail(DateTimeOffset At, string From, string MessageId, string? Subject, IReadOnlyList<string> Files);
